using System.Globalization;
using DuckDB.NET.Data;

namespace Telemetry.Lake.DuckDb;

/// <summary>
/// One connection and the lake's tables as it sees them: its own temporary views over the files of a listing, made anew when the
/// listing is another one. Used by one worker; only <see cref="Interrupt"/> and <see cref="Progress"/> may be called beside it.
/// </summary>
internal sealed class DuckDbSession(DuckDBConnection connection) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<LakeTable> _unreadable = [];
    private UInt128? _version;
    private bool _reads;
    private QueryRun? _current;

    /// <summary>Makes the tables show the files of a listing.</summary>
    public void Show(LakeListing listing)
    {
        if (_version == listing.Version) return;
        _version = null;
        Execute($"create or replace temp view events as {Select(LakeTable.Events, listing.Events)}");
        Load(LakeTable.Titles, listing.Titles);
        Load(LakeTable.Places, listing.Places);
        _version = listing.Version;
    }

    // A few hundred rows that nearly every statement joins: kept in memory, and not counted as scanned. Where the file is damaged, the
    // statements that read the table fail as those do that meet a damaged file of events; the others run.
    private void Load(LakeTable table, LakeFile? file)
    {
        // In this order: an interrupt may meet the statement.
        if (_unreadable.Contains(table)) Execute($"drop view if exists temp.{table.Name}");
        _unreadable.Remove(table);
        try
        {
            Execute($"create or replace temp table {table.Name} as {Select(table, file is { } present ? [present] : [])}");
        }
        catch (DuckDBException failure) when (DuckDbErrors.IsDamagedFile(failure))
        {
            Execute($"drop table if exists temp.{table.Name}");
            _unreadable.Add(table);
            Execute($"create or replace temp view {table.Name} as {Select(table, [])} or error({SqlText.Quote(DuckDbErrors.DamagedTable(table.Name))}) is null");
        }
    }

    /// <summary>Begins a transaction in which nothing can be changed.</summary>
    public void BeginReading()
    {
        _reads = true;
        Execute("begin transaction read only");
    }

    /// <summary>Ends the transaction, if one was begun.</summary>
    public void EndReading()
    {
        if (!_reads) return;
        _reads = false;
        try
        {
            Execute("rollback");
        }
        catch (DuckDBException failure) when (failure.Message.Contains("no transaction is active", StringComparison.Ordinal))
        {
            // It was interrupted before it had begun.
        }
    }

    /// <summary>Lets <see cref="Interrupt"/> and <see cref="Progress"/> reach the run until the result is disposed.</summary>
    public IDisposable Own(QueryRun run)
    {
        lock (_gate) _current = run;
        return new Ownership(this);
    }

    /// <summary>Stops what the session does, if that is done for this run. It may have to be called again: DuckDB forgets it between two statements.</summary>
    public void Interrupt(QueryRun run)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_current, run)) DuckDB.NET.Native.NativeMethods.Startup.DuckDBInterrupt(connection.NativeConnection);
        }
    }

    /// <summary>Share of the statement that is done, 0 to 1; null when DuckDB can't tell.</summary>
    public double? Progress(QueryRun run)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_current, run)) return null;
            var percentage = connection.GetQueryProgress().Percentage;
            return percentage < 0 ? null : Math.Min(percentage / 100, 1);
        }
    }

    public DuckDBCommand Command(string sql, bool streaming = false)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = streaming;
        return command;
    }

    public void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    public object? Scalar(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar();
    }

    public void Dispose() => connection.Dispose();

    private static string Select(LakeTable table, IReadOnlyList<LakeFile> files)
    {
        if (files.Count == 0)
            return $"select {string.Join(", ", table.Columns.Select(static c => $"null::{c.Type} as {c.Name}"))} where false";
        var paths = string.Join(", ", files.Select(static f => SqlText.Quote(f.Path)));
        var hive = table == LakeTable.Events ? ", hive_partitioning = true, hive_types_autocast = false" : "";
        // The casts cost nothing when the file has that very type, which it has unless somebody else wrote it.
        var columns = string.Join(", ", table.Columns.Select(static c => string.Create(CultureInfo.InvariantCulture, $"{c.Name}::{c.Type} as {c.Name}")));
        return $"select {columns} from read_parquet([{paths}]{hive})";
    }

    private sealed class Ownership(DuckDbSession session) : IDisposable
    {
        public void Dispose()
        {
            lock (session._gate) session._current = null;
        }
    }
}
