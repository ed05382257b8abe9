using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.DuckDb;

/// <summary>Executes one run in one session: check, plan, judge, run, read.</summary>
internal sealed partial class QueryWorker(string folder, DuckDbOptions options, ScanEstimate estimate, TimeProvider time, ILogger logger)
{
    private readonly DamagedFiles _damaged = new();

    /// <summary>Executes the run to its end. True when the database can't be used any more.</summary>
    public bool Execute(QueryRun run, DuckDbSession session)
    {
        if (!run.TryBegin(session))
        {
            run.Fail(run.Stopped!);
            return false;
        }
        using var deadline = time.CreateTimer(_ => run.Stop(TooLong(run)), null, run.Key.TimeLimit, Timeout.InfiniteTimeSpan);
        try
        {
            run.Succeed(Rows(run, session));
        }
        catch (QueryException refused)
        {
            run.Fail(refused.Error);
        }
        catch (OperationCanceledException)
        {
            // What the driver makes of an interrupt.
            run.Fail(run.Stopped ?? new QueryError(QueryErrorKind.Unavailable, "The engine was interrupted. Ask again."));
        }
        catch (DuckDBException failure)
        {
            if (DuckDbErrors.IsDamagedFile(failure)) LogDamaged(run.Id, Damaged(run, session) ?? "one that reads well by itself", failure);
            else if (DuckDbErrors.IsOperators(failure)) LogUnreadable(run.Id, failure);
            run.Fail(DuckDbErrors.Map(failure));
            return DuckDbErrors.IsFatal(failure);
        }
#pragma warning disable CA1031 // Whatever else goes wrong belongs to this statement: the worker has others to execute, and the database is whole.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogBroke(run.Id, failure);
            run.Fail(new QueryError(QueryErrorKind.Execution, "The engine could not work on this statement; the operator's log says why. Ask in another way."));
        }
        return false;
    }

    private QueryRows Rows(QueryRun run, DuckDbSession session)
    {
        try
        {
            return Rows(run, session, run.Listing);
        }
        catch (DuckDBException failure) when (DuckDbErrors.IsMissingFile(failure) && run.Stopped is null)
        {
            var now = LakeListing.Of(folder);
            if (now.Version == run.Listing.Version) throw;
            return Rows(run, session, now);
        }
    }

    private QueryRows Rows(QueryRun run, DuckDbSession session, LakeListing listing)
    {
        var owned = session.Own(run);
        try
        {
            session.Show(listing);
            if (StatementCheck.Check(session, run.Key.Sql) is { } bad) throw new QueryException(bad);
            // A third wall: nothing that is executed from here on can change anything.
            session.BeginReading();
            run.BytesScanned = estimate.Of(session, listing, run.Key.Sql);
            if (run.BytesScanned > run.Key.MaxBytesScanned) throw new QueryException(TooMuch(run));
            if (run.Stopped is { } stopped) throw new QueryException(stopped);
            using var command = session.Command(run.Key.Sql, streaming: true);
            using var reader = command.ExecuteReader();
            return ResultReader.Read(reader, run, options.MaxResultMb * 1_048_576L);
        }
        finally
        {
            // In this order: a rollback that an interrupt meets leaves the transaction to the next statement, which fails for it.
            owned.Dispose();
            session.EndReading();
        }
    }

    private string? Damaged(QueryRun run, DuckDbSession session)
    {
        using (session.Own(run)) return _damaged.Find(session, run);
    }

    private static QueryError TooLong(QueryRun run) => new(
        QueryErrorKind.TimeLimit, $"The query took longer than its limit of {run.Key.TimeLimit.TotalSeconds:N0} s. Narrow the time range or ask for less.");

    private static QueryError TooMuch(QueryRun run) => new(
        QueryErrorKind.ScanLimit,
        $"The query would scan {run.BytesScanned:N0} bytes; it may scan {run.Key.MaxBytesScanned:N0}. Narrow the time range or select fewer columns.");

    [LoggerMessage(EventId = 4103, Level = LogLevel.Error, Message = "Statement {Id} met a damaged file of the lake, {Path}; until it is repaired or taken away, statements that read it fail.")]
    private partial void LogDamaged(string id, string path, Exception exception);

    [LoggerMessage(EventId = 4104, Level = LogLevel.Error, Message = "Statement {Id} could not read the lake.")]
    private partial void LogUnreadable(string id, Exception exception);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Error, Message = "Statement {Id} failed in this service rather than in DuckDB; others run on.")]
    private partial void LogBroke(string id, Exception exception);
}
