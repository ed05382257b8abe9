using System.Text;
using Telemetry.Simulator.Events;
using Telemetry.Simulator.Producing;

namespace Telemetry.Simulator.Tests.Producing;

/// <summary>Keeps what it is sent; may have no room for a while.</summary>
internal sealed class RecordingSink : IMessageSink
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<SimulatedMessage> _messages = [];

    /// <summary>How many of the next attempts are refused.</summary>
    public int Refusals { get; set; }

    /// <summary>The values that were refused.</summary>
    public List<string> Refused { get; } = [];

    public bool Flushed { get; private set; }

    public IReadOnlyList<SimulatedMessage> Messages
    {
        get
        {
            lock (_gate)
                return [.. _messages];
        }
    }

    public bool TrySend(in SimulatedMessage message)
    {
        lock (_gate)
        {
            if (Refusals > 0)
            {
                Refusals--;
                Refused.Add(Encoding.UTF8.GetString(message.Value));
                return false;
            }
            _messages.Add(message);
            return true;
        }
    }

    public Task FlushAsync(CancellationToken cancellationToken)
    {
        Flushed = true;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
