using Telemetry.Lake.Queries;

namespace Telemetry.Mcp.Queries;

/// <summary>How far a query is, for whoever waits for it.</summary>
/// <param name="QueryId">Handle for cancel_query.</param>
/// <param name="Stage">queued, running or paging.</param>
/// <param name="Fraction">0 to 1; grows with every report.</param>
/// <param name="BytesScanned">Bytes read so far.</param>
/// <param name="ElapsedMs">Time since the start, ms.</param>
public sealed record QueryProgress(string QueryId, string Stage, double Fraction, long BytesScanned, long ElapsedMs);

/// <summary>Makes growing fractions of what engines report: some go back, some don't know.</summary>
internal sealed class ProgressLine(string queryId, TimeSpan timeLimit)
{
    private const double Step = 0.001;
    private double _last = -Step;

    public QueryProgress Next(QueryStatus status)
    {
        // Without a word from the engine: the share of the time limit that is gone.
        var fraction = status.Progress ?? status.Elapsed / timeLimit;
        _last = status.IsFinal ? 1 : Math.Min(Math.Max(fraction, _last + Step), 0.99);
        var stage = status.State is QueryState.Queued ? "queued" : status.IsFinal ? "paging" : "running";
        return new QueryProgress(queryId, stage, _last, status.BytesScanned, (long)status.Elapsed.TotalMilliseconds);
    }
}
