namespace Telemetry.Lake.Queries;

/// <summary>Waits for queries.</summary>
public static class QueryWatch
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Asks for the status, first often and then less often (4 ms growing to 250 ms), until the query has ended. Ending the wait
    /// doesn't cancel the query.
    /// </summary>
    /// <param name="engine">Whose query it is.</param>
    /// <param name="queryId">What <see cref="IQueryEngine.StartAsync"/> returned.</param>
    /// <param name="progress">Told every status, the final one too; null for nobody.</param>
    /// <param name="time">Times the waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The final status, which may be a failure.</returns>
    public static async Task<QueryStatus> WaitAsync(
        this IQueryEngine engine, string queryId, IProgress<QueryStatus>? progress, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        for (var wait = FirstWait; ; wait = wait * 1.5 < LongestWait ? wait * 1.5 : LongestWait)
        {
            var status = await engine.GetStatusAsync(queryId, cancellationToken).ConfigureAwait(false);
            progress?.Report(status);
            if (status.IsFinal) return status;
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
