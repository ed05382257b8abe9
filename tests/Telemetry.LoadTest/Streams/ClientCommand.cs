namespace Telemetry.LoadTest.Streams;

/// <summary>To a client process: what to do next.</summary>
internal sealed record ClientCommand(string Do, int Phase = 0)
{
    /// <summary>Answer with a <see cref="StreamsReport"/>.</summary>
    public const string Report = "report";

    /// <summary>Answer with the <see cref="LatencyCounts"/> of <see cref="Phase"/>.</summary>
    public const string Latencies = "latencies";

    /// <summary>Count state updates from zero again; answer with a <see cref="StreamsReport"/>.</summary>
    public const string Mark = "mark";

    /// <summary>Answer with a <see cref="SeatsReport"/>.</summary>
    public const string Seats = "seats";
}
