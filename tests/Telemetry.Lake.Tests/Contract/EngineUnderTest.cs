using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Tests.Contract;

/// <summary>An engine over a lake of its own, and what else has to be closed with it.</summary>
public sealed class EngineUnderTest(IQueryEngine engine, SampleLake lake, params IAsyncDisposable[] more) : IAsyncDisposable
{
    // Nothing is judged by it: it ends a test that would hang.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public IQueryEngine Engine { get; } = engine;

    public SampleLake Lake { get; } = lake;

    public static CancellationToken Soon => new CancellationTokenSource(Patience).Token;

    public Task<string> StartAsync(string sql) => Engine.StartAsync(new QueryRequest(sql), Soon);

    public Task<QueryStatus> EndAsync(string id) => Engine.WaitAsync(id, null, TimeProvider.System, Soon);

    /// <summary>All rows of a statement, which must succeed.</summary>
    public async Task<QueryPage> RowsAsync(QueryRequest request, int pageSize = 1_000)
    {
        var id = await Engine.StartAsync(request, Soon);
        var status = await EndAsync(id);
        Assert.True(status.State is QueryState.Succeeded, $"{status.Error?.Kind}: {status.Error?.Message}\n{request.Sql}");
        var rows = new List<IReadOnlyList<object?>>();
        QueryPage page;
        string? token = null;
        do
        {
            page = await Engine.GetPageAsync(id, token, pageSize, Soon);
            Assert.True(page.Rows.Count <= pageSize);
            rows.AddRange(page.Rows);
            token = page.NextPageToken;
        }
        while (token is not null);
        return new QueryPage(page.Columns, rows, null);
    }

    public Task<QueryPage> RowsAsync(string sql) => RowsAsync(new QueryRequest(sql));

    /// <summary>Why a statement fails, whether that is said at its start or later.</summary>
    public async Task<QueryError> ErrorAsync(QueryRequest request)
    {
        try
        {
            var status = await EndAsync(await Engine.StartAsync(request, Soon));
            Assert.Equal(QueryState.Failed, status.State);
            Assert.NotNull(status.Error);
            return status.Error;
        }
        catch (QueryException refused)
        {
            return refused.Error;
        }
    }

    /// <summary>Waits until the engine works on a query.</summary>
    public async Task RunsAsync(string id)
    {
        while (await Engine.GetStatusAsync(id, Soon) is { State: QueryState.Queued }) await Task.Delay(TimeSpan.FromMilliseconds(5), Soon);
    }

    /// <summary>Keeps an engine of one session busy with a query that reads no file; the session knows the files by then.</summary>
    public async Task<string> StartReadingNothingAsync()
    {
        await RowsAsync("SELECT count(*) AS n FROM events");
        var id = await StartAsync("SELECT count(*) AS n FROM range(1000000) a(i), range(1000000) b(j) WHERE i * j % 7 = 3");
        await RunsAsync(id);
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        (Engine as IDisposable)?.Dispose();
        foreach (var other in more) await other.DisposeAsync();
        Lake.Dispose();
    }
}
