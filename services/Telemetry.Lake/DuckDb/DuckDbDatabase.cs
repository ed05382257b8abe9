using System.Globalization;
using DuckDB.NET.Data;

namespace Telemetry.Lake.DuckDb;

/// <summary>
/// A DuckDB in memory that speaks Athena's dialect and sees the lake's folder and nothing else of the machine: no other file, no
/// network, no extension, no setting can be had by a statement. Its sessions are made once, before the settings are locked.
/// </summary>
internal sealed class DuckDbDatabase : IDisposable
{
    private readonly DuckDBConnection _root;

    public DuckDbDatabase(string folder, DuckDbOptions options, int sessions)
    {
        _root = new DuckDBConnection("DataSource=:memory:");
        try
        {
            _root.Open();
            Execute(_root, string.Create(CultureInfo.InvariantCulture, $"set memory_limit = '{options.MemoryMb}MB'"));
            if (options.Threads > 0) Execute(_root, string.Create(CultureInfo.InvariantCulture, $"set threads = {options.Threads}"));
            // Without a place to spill to, what doesn't fit into memory fails instead of filling the disk.
            Execute(_root, "set temp_directory = ''");
            Execute(_root, "set autoinstall_known_extensions = false");
            Execute(_root, "set autoload_known_extensions = false");
            Execute(_root, "set parquet_metadata_cache = true");
            Execute(_root, "set preserve_insertion_order = false");
            Execute(_root, Dialect());
            Sessions = [.. Enumerable.Range(0, sessions).Select(_ => new DuckDbSession(Connect()))];
            Execute(_root, $"set allowed_directories = [{SqlText.Quote(folder + Path.DirectorySeparatorChar)}]");
            Execute(_root, "set enable_external_access = false");
            Execute(_root, "set lock_configuration = true");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>One for each statement that may run at once.</summary>
    public IReadOnlyList<DuckDbSession> Sessions { get; } = [];

    public void Dispose()
    {
        foreach (var session in Sessions) session.Dispose();
        _root.Dispose();
    }

    private DuckDBConnection Connect()
    {
        var connection = _root.Duplicate();
        connection.Open();
        Execute(connection, "set TimeZone = 'UTC'");
        // As in Trino: 7 / 2 is 3. DuckDB lists it among the global settings, and yet each connection has its own.
        Execute(connection, "set integer_division = true");
        // DuckDB measures progress only for who wants to see a bar.
        Execute(connection, "set enable_progress_bar = true");
        Execute(connection, "set enable_progress_bar_print = false");
        Execute(connection, "set progress_bar_time = 0");
        return connection;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Dialect()
    {
        using var stream = typeof(DuckDbDatabase).Assembly.GetManifestResourceStream("TrinoDialect.sql")
            ?? throw new InvalidOperationException("The assembly lacks its resource TrinoDialect.sql; build it again.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
