using System.Threading.Channels;
using Telemetry.V1;

namespace Telemetry.Chat.Answers;

/// <summary>
/// The asker's end of a question: actors write, the call reads. Progress that is not read in time is dropped, oldest first; the outcome
/// never is, because it is the last to be written.
/// </summary>
internal sealed class Asker
{
    // Progress is for people: whoever is 32 updates behind wants the newest.
    private readonly Channel<ChatUpdate> _updates = Channel.CreateBounded<ChatUpdate>(
        new BoundedChannelOptions(32) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public IAsyncEnumerable<ChatUpdate> ReadAllAsync(CancellationToken cancellationToken) => _updates.Reader.ReadAllAsync(cancellationToken);

    public void Progress(Progress progress) => _updates.Writer.TryWrite(new Progressed(progress));

    /// <summary>Gives the outcome; only the first one counts.</summary>
    public void Complete(ChatUpdate outcome)
    {
        _updates.Writer.TryWrite(outcome);
        _updates.Writer.TryComplete();
    }

    /// <summary>Gives a failure, unless there is an outcome already.</summary>
    public void Fail(FailureKind kind, string message, bool retryable) =>
        Complete(new Failed(new Failure { Kind = kind, Message = message, Retryable = retryable }));

    /// <summary>Says that it was cancelled, unless there is an outcome already.</summary>
    public void Cancelled() => Fail(FailureKind.Cancelled, "The question was cancelled.", retryable: true);
}
