using Google.Protobuf;
using Grpc.Core;
using Telemetry.Grpc.Frames;

namespace Telemetry.Live.Tests.Hub;

/// <summary>A stream that keeps what is written to it, and that a test can make slow.</summary>
internal sealed class RecordingStream<T>(MessageParser<T> parser) : IServerStreamWriter<Frame>
    where T : IMessage<T>
{
    private TaskCompletionSource? _blocked;

    public List<Frame> Frames { get; } = [];

    public IEnumerable<T> Messages => Frames.Select(frame => parser.ParseFrom(frame.ToArray()));

    public T Last => parser.ParseFrom(Frames[^1].ToArray());

    public WriteOptions? WriteOptions { get; set; }

    /// <summary>The next message is taken, but not done with before <see cref="Release"/>.</summary>
    public void Block() => _blocked ??= new TaskCompletionSource();

    public void Release()
    {
        var blocked = _blocked;
        _blocked = null;
        blocked?.SetResult();
    }

    /// <summary>Makes the running write, or the next one, fail.</summary>
    public void Break() => (_blocked ??= new TaskCompletionSource()).SetException(new IOException("The connection is gone."));

    public Task WriteAsync(Frame message)
    {
        Frames.Add(message);
        return _blocked?.Task ?? Task.CompletedTask;
    }
}
