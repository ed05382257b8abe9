using System.Globalization;
using Confluent.Kafka;
using Telemetry.Kafka.Embedded;

namespace Telemetry.Chaos.Faults;

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    /// <summary><c>kill -9</c> of a node, which starts again after a while.</summary>
    Kill,

    /// <summary>SIGTERM to a node, which has to end well in time and starts again after a while.</summary>
    Terminate,

    /// <summary>SIGSTOP for longer than the session time-out, then SIGCONT: the zombie.</summary>
    Pause,

    /// <summary>The broker is away.</summary>
    BrokerDown,

    /// <summary>The broker answers some requests with an error.</summary>
    RequestErrors,

    /// <summary>The broker answers slowly.</summary>
    SlowBroker,

    /// <summary>The database crashes and starts again.</summary>
    DatabaseDown,
}

/// <summary>A planned fault.</summary>
/// <param name="At">When it begins, from the beginning of the run.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Lasting">How long; for <see cref="FaultKind.RequestErrors"/> zero.</param>
/// <param name="Node">Index of the node that it hits, or −1.</param>
internal sealed record Fault(TimeSpan At, FaultKind Kind, TimeSpan Lasting, int Node = -1)
{
    /// <summary>Which requests fail, for <see cref="FaultKind.RequestErrors"/>.</summary>
    public KafkaRequest Request { get; init; }

    /// <summary>With what.</summary>
    public IReadOnlyList<ErrorCode> Errors { get; init; } = [];

    /// <summary>How much slower, for <see cref="FaultKind.SlowBroker"/>.</summary>
    public TimeSpan RoundTrip { get; init; }

    /// <summary>Whether it takes a node away.</summary>
    public bool HitsNode => Node >= 0;

    public override string ToString() => Kind switch
    {
        FaultKind.Kill => Say($"kill -9 node {Node + 1}, back after {Lasting.TotalSeconds:0.0} s"),
        FaultKind.Terminate => Say($"SIGTERM to node {Node + 1}, back {Lasting.TotalSeconds:0.0} s after its end"),
        FaultKind.Pause => Say($"SIGSTOP to node {Node + 1}, SIGCONT after {Lasting.TotalSeconds:0.0} s"),
        FaultKind.BrokerDown => Say($"broker down, up after {Lasting.TotalSeconds:0.0} s"),
        FaultKind.RequestErrors => Say($"the next {Errors.Count} {Request} requests fail: {string.Join(", ", Errors)}"),
        FaultKind.SlowBroker => Say($"every answer of the broker takes {RoundTrip.TotalMilliseconds:0} ms longer, for {Lasting.TotalSeconds:0.0} s"),
        FaultKind.DatabaseDown => Say($"database crashes, starts after {Lasting.TotalSeconds:0.0} s"),
        _ => throw new InvalidOperationException($"{Kind} has no words."),
    };

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
