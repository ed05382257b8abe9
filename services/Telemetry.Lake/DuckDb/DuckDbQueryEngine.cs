using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Queries;
using Telemetry.ServiceDefaults.Threading;

namespace Telemetry.Lake.DuckDb;

/// <summary>
/// Athena's SQL over Parquet files in a folder. Each statement sees the files that are there when it is started; equal statements
/// over the same files share one execution. A bounded number run at once, in sessions of one locked database; the others wait in line.
/// </summary>
public sealed partial class DuckDbQueryEngine : IQueryEngine, IDisposable
{
    // DuckDB plans by recursion; a deep statement must meet DuckDB's own limit before the end of the stack.
    private const int StackBytes = 16 * 1024 * 1024;
    // A statement takes all that it can get for a second; whoever plans the next one, or serves live data from this process, needs a
    // millisecond and shall not wait for it.
    private const int Niceness = 5;
    private readonly string _folder;
    private readonly DuckDbOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DuckDbQueryEngine> _logger;
    private readonly BlockingCollection<QueryRun> _queue;
    private readonly QueryShelf _shelf;
    private readonly QueryWorker _worker;
    private readonly Thread[] _threads;
    private readonly Lock _gate = new();
    private DuckDbDatabase _database;
    private volatile bool _disposed;

    /// <summary>Opens the database; the lake's folder may be empty or missing.</summary>
    public DuckDbQueryEngine(IOptions<LakeOptions> options, TimeProvider time, ILogger<DuckDbQueryEngine> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        var lake = options.Value;
        _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(lake.Folder));
        _options = lake.DuckDb;
        _time = time;
        _logger = logger;
        _queue = new BlockingCollection<QueryRun>(_options.QueueLength);
        _shelf = new QueryShelf(
            time, TimeSpan.FromMinutes(_options.KeptMinutes), TimeSpan.FromMinutes(lake.ResultReuseMinutes), _options.KeptResultsMb * 1_048_576L);
        _worker = new QueryWorker(_folder, _options, new ScanEstimate(new ColumnSizes()), time, logger);
        _database = OnQuietThread(() => new DuckDbDatabase(_folder, _options, _options.Concurrency));
        _threads = [.. Enumerable.Range(0, _options.Concurrency).Select(StartThread)];
    }

    /// <inheritdoc/>
    public string Name => "DuckDB";

    /// <inheritdoc/>
    public async Task<string> StartAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        QueryRequests.Check(request);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_shelf.WithToken(request.ClientToken) is { } started) return Same(started, request).Id;
        var listing = await Task.Run(List, cancellationToken).ConfigureAwait(false);
        var key = new RunKey(request.Sql, request.MaxRows, request.TimeLimit, request.MaxBytesScanned, listing.Version);
        var query = _shelf.Add(request.ClientToken, !ReadsClockOrDice().IsMatch(request.Sql), new QueryRun(key, listing, _time), _queue.TryAdd);
        return Same(query, request).Id;
    }

    /// <inheritdoc/>
    public Task<QueryStatus> GetStatusAsync(string queryId, CancellationToken cancellationToken) =>
        Task.FromResult(Find(queryId).Status());

    /// <inheritdoc/>
    public Task<QueryPage> GetPageAsync(string queryId, string? pageToken, int maxRows, CancellationToken cancellationToken)
    {
        QueryRequests.CheckPageSize(maxRows);
        var query = Find(queryId);
        var status = query.Status();
        if (status.Error is { } error) throw new QueryException(error);
        if (status.State is not QueryState.Succeeded || query.Run.Rows is not { } rows) throw QueryRequests.NoRows(status.State);
        return Task.FromResult(rows.Page(rows.Offset(pageToken) ?? throw QueryRequests.UnknownPage(), maxRows));
    }

    /// <inheritdoc/>
    public Task CancelAsync(string queryId, CancellationToken cancellationToken)
    {
        Find(queryId).Cancel();
        return Task.CompletedTask;
    }

    /// <summary>Stops what runs and closes the database.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _queue.CompleteAdding();
        _shelf.StopAll();
        foreach (var thread in _threads) thread.Join();
        _database.Dispose();
        _queue.Dispose();
    }

    private StartedQuery Find(string queryId) =>
        _shelf.TryFind(queryId, out var query) ? query : throw QueryRequests.UnknownQuery(queryId);

    private static StartedQuery Same(StartedQuery query, QueryRequest request) =>
        query.Run.Key.Sql == request.Sql ? query : throw QueryRequests.TokenOfAnother();

    private LakeListing List()
    {
        try
        {
            return LakeListing.Of(_folder);
        }
        // The last one is a note of a compaction that nobody can read.
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            LogUnlisted(failure);
            throw new QueryException(
                new QueryError(QueryErrorKind.Unavailable, "The lake's files can't be listed; the operator's log says why. Try again in a moment."), failure);
        }
    }

    private Thread StartThread(int index)
    {
        var thread = new Thread(() => Work(index), StackBytes) { IsBackground = true, Name = $"lake-query-{index}" };
        thread.Start();
        return thread;
    }

    // DuckDB's own threads are as quiet as the one that starts them.
    private static T OnQuietThread<T>(Func<T> make)
    {
        var making = Task.Factory.StartNew(
            () =>
            {
                QuietThread.Enter(Niceness);
                return make();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return making.GetAwaiter().GetResult();
    }

    private void Work(int index)
    {
        QuietThread.Enter(Niceness);
        foreach (var run in _queue.GetConsumingEnumerable())
        {
            var database = Volatile.Read(ref _database);
            try
            {
                if (_worker.Execute(run, database.Sessions[index])) Replace(database);
            }
#pragma warning disable CA1031 // An exception that leaves a thread ends the process; the broken database is tried, and replaced, again.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogNotReplaced(failure);
                run.Fail(new QueryError(QueryErrorKind.Unavailable, "The engine is being repaired. Ask again in a moment."));
            }
        }
    }

    private void Replace(DuckDbDatabase broken)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_database, broken)) return;
            // The broken one is left to its sessions that other workers may still be in; the finalizers of its handles close it.
            _database = new DuckDbDatabase(_folder, _options, _options.Concurrency);
            LogReplaced();
        }
    }

    [GeneratedRegex(@"\b(now|current_\w+|localtime\w*|rand|random|shuffle|uuid|tablesample)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ReadsClockOrDice();

    [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "DuckDB reported that its state is broken; a new database takes over, and kept results stay.")]
    private partial void LogReplaced();

    [LoggerMessage(EventId = 4105, Level = LogLevel.Error, Message = "A statement, or the replacement of a broken database after it, failed in a way that nobody foresaw; the worker goes on.")]
    private partial void LogNotReplaced(Exception exception);

    [LoggerMessage(EventId = 4106, Level = LogLevel.Error, Message = "The lake's files can't be listed.")]
    private partial void LogUnlisted(Exception exception);
}
