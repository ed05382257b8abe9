using System.Collections.Concurrent;
using Telemetry.Lake.Queries;

namespace Telemetry.Mcp.Tests.Hosting;

/// <summary>
/// An engine whose queries do what their text says: <c>lpad('', 7, 'rows')</c> in it gives seven rows, <c>'slow'</c> runs until it is
/// cancelled, <c>'fail execution'</c> fails with that kind. It remembers what was asked of it.
/// </summary>
internal sealed class ScriptedEngine : IQueryEngine
{
    private static readonly QueryColumn[] Columns = [new("n", ColumnType.Integer), new("at", ColumnType.Timestamp), new("day", ColumnType.Date), new("name", ColumnType.Text)];
    private readonly ConcurrentDictionary<string, Run> _runs = new();
    private int _count;

    public string Name => "Scripted";

    public ConcurrentQueue<QueryRequest> Requests { get; } = new();

    /// <summary>Completes when a query that never ends has been started.</summary>
    public TaskCompletionSource<string> SlowStarted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a query has been cancelled.</summary>
    public TaskCompletionSource<string> Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> StartAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        var id = $"q-{Interlocked.Increment(ref _count)}";
        // What the server asks for itself, it asks for in one line.
        if (!request.Sql.Contains("AS newest", StringComparison.Ordinal) && request.Sql.Contains('\n', StringComparison.Ordinal)) Requests.Enqueue(request);
        _runs[id] = new Run(request);
        if (_runs[id].IsSlow) SlowStarted.TrySetResult(id);
        return Task.FromResult(id);
    }

    public Task<QueryStatus> GetStatusAsync(string queryId, CancellationToken cancellationToken)
    {
        var run = Find(queryId);
        var polls = Interlocked.Increment(ref run.Polls);
        var state = run.IsCancelled ? QueryState.Cancelled
            : run.IsSlow || polls < 3 ? QueryState.Running
            : run.Failure is not null ? QueryState.Failed : QueryState.Succeeded;
        return Task.FromResult(new QueryStatus(state, TimeSpan.FromMilliseconds(polls), polls * 1_000L)
        {
            Progress = Math.Min(polls / 3.0, 1),
            Error = state is QueryState.Failed ? new QueryError(run.Failure!.Value, $"Scripted: {run.Failure}.") : null,
        });
    }

    public Task<QueryPage> GetPageAsync(string queryId, string? pageToken, int maxRows, CancellationToken cancellationToken)
    {
        if (Find(queryId).Sql.Contains("GROUPING SETS", StringComparison.Ordinal) || Find(queryId).Sql.StartsWith("SELECT DISTINCT", StringComparison.Ordinal))
            return Task.FromResult(new QueryPage([], [], null));
        var rows = Find(queryId).Rows;
        var from = pageToken is null ? 0 : int.Parse(pageToken, System.Globalization.CultureInfo.InvariantCulture);
        var count = Math.Min(maxRows, rows - from);
        var page = Enumerable.Range(from, count).Select(n => (IReadOnlyList<object?>)
            [(long)n, new DateTime(2026, 3, 18, 20, 30, 0, DateTimeKind.Utc), new DateOnly(2026, 3, 18), n % 2 == 0 ? "even" : null]).ToList();
        return Task.FromResult(new QueryPage(Columns, page, from + count < rows ? $"{from + count}" : null));
    }

    public Task CancelAsync(string queryId, CancellationToken cancellationToken)
    {
        Find(queryId).IsCancelled = true;
        Cancelled.TrySetResult(queryId);
        return Task.CompletedTask;
    }

    private Run Find(string id) => _runs.TryGetValue(id, out var run) ? run : throw new QueryException(new QueryError(QueryErrorKind.NotFound, $"No query {id}."));

    private sealed class Run
    {
        public int Polls;

        public Run(QueryRequest request)
        {
            Sql = request.Sql;
            var sql = Sql;
            IsSlow = sql.Contains("'slow'", StringComparison.Ordinal);
            var mark = sql.IndexOf("lpad('', ", StringComparison.Ordinal);
            Rows = mark < 0 ? 1 : Math.Min(request.MaxRows, int.Parse(sql[(mark + 9)..sql.IndexOf(", 'rows'", mark, StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture));
            var fail = sql.IndexOf("'fail ", StringComparison.Ordinal);
            if (fail >= 0) Failure = Enum.Parse<QueryErrorKind>(sql[(fail + 6)..sql.IndexOf('\'', fail + 6)], ignoreCase: true);
        }

        public string Sql { get; }

        public bool IsSlow { get; }

        public int Rows { get; }

        public QueryErrorKind? Failure { get; }

        public bool IsCancelled { get; set; }
    }
}
