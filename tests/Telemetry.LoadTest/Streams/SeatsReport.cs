namespace Telemetry.LoadTest.Streams;

/// <summary>How some streams stand that are opened again when they end.</summary>
/// <param name="Open">Streams that run and have shown a full state since they were opened last.</param>
/// <param name="Moved">Streams that ended at least once.</param>
/// <param name="BackAtUnixMs">When each moved stream that runs again showed its first full state, Unix ms.</param>
/// <param name="MostStepBack">By how many events the first state after a move fell behind what the same stream had shown before, at most.</param>
/// <param name="FewestEvents">Events of the window that the stream which shows fewest shows.</param>
/// <param name="MostEvents">The same of the stream which shows most.</param>
/// <param name="Reasons">Why streams ended, in words, each kind once.</param>
internal sealed record SeatsReport(
    int Open, int Moved, IReadOnlyList<long> BackAtUnixMs, long MostStepBack, long FewestEvents, long MostEvents, IReadOnlyList<string> Reasons)
{
    public static SeatsReport Empty { get; } = new(0, 0, [], 0, long.MaxValue, 0, []);

    public SeatsReport Plus(SeatsReport other) => new(
        Open + other.Open, Moved + other.Moved, [.. BackAtUnixMs, .. other.BackAtUnixMs], Math.Max(MostStepBack, other.MostStepBack),
        Math.Min(FewestEvents, other.FewestEvents), Math.Max(MostEvents, other.MostEvents), [.. Reasons.Union(other.Reasons)]);
}
