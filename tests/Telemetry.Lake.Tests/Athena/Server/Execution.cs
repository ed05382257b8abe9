using DuckDB.NET.Data;
using Telemetry.Lake.DuckDb;

namespace Telemetry.Lake.Tests.Athena.Server;

/// <summary>One execution of the server: queued, running, ended, as Athena has them.</summary>
internal sealed class Execution(string id, string sql, string workGroup, DateTimeOffset submitted)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DuckDBCommand? _command;

    public string Id { get; } = id;

    public string Sql { get; } = sql;

    public string WorkGroup { get; } = workGroup;

    public DateTimeOffset Submitted { get; } = submitted;

    public string State { get; private set; } = "QUEUED";

    public bool Reused { get; private set; }

    public long BytesScanned { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>1 for the system, 2 for the user.</summary>
    public int ErrorCategory { get; private set; }

    public AthenaTable? Table { get; private set; }

    public bool IsFinal => State is "SUCCEEDED" or "FAILED" or "CANCELLED";

    /// <summary>Runs to its end.</summary>
    public void Run(DuckDbSession session, ScanEstimate estimate, string folder)
    {
        lock (_gate)
        {
            if (IsFinal) return;
            State = "RUNNING";
        }
        try
        {
            var listing = LakeListing.Of(folder);
            session.Show(listing);
            if (StatementCheck.Check(session, Sql) is { } bad)
            {
                Fail($"SYNTAX_ERROR: {bad.Message}", 2);
                return;
            }
            BytesScanned = estimate.Of(session, listing, Sql);
            using var command = session.Command(Sql, streaming: true);
            lock (_gate) _command = command;
            using var reader = command.ExecuteReader();
            End("SUCCEEDED", AthenaTable.Read(reader, () => IsFinal), null, 0);
        }
        catch (OperationCanceledException)
        {
            // Interrupted by Cancel, which has set the state.
        }
        catch (DuckDBException failure)
        {
            Fail(Trino(failure.Message), 2);
        }
        finally
        {
            lock (_gate) _command = null;
            _left.TrySetResult();
        }
    }

    public void Reuse(AthenaTable table)
    {
        Reused = true;
        End("SUCCEEDED", table, null, 0);
    }

    public void Fail(string reason, int category) => End("FAILED", null, reason, category);

    /// <summary>Stops it; one that has ended stays as it is.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            if (IsFinal) return;
            var waits = State == "QUEUED";
            State = "CANCELLED";
            if (waits) return;
        }
        _ = InterruptAsync();
    }

    private async Task InterruptAsync()
    {
        // DuckDB forgets an interrupt that comes between two statements.
        while (!_left.Task.IsCompleted)
        {
            lock (_gate) _command?.Cancel();
            await Task.WhenAny(_left.Task, Task.Delay(20));
        }
    }

    private void End(string state, AthenaTable? table, string? reason, int category)
    {
        lock (_gate)
        {
            if (IsFinal) return;
            (Table, Reason, ErrorCategory) = (table, reason, category);
            State = state;
        }
    }

    // Reasons begin with Trino's name of the error.
    private static string Trino(string message) => message switch
    {
        _ when message.Contains("Table with name", StringComparison.Ordinal) => $"TABLE_NOT_FOUND: line 1:15: {message}",
        _ when message.StartsWith("Conversion Error", StringComparison.Ordinal) => $"INVALID_CAST_ARGUMENT: {message}",
        _ when message.StartsWith("Binder Error", StringComparison.Ordinal) => $"COLUMN_NOT_FOUND: line 1:8: {message}",
        _ when message.StartsWith("Catalog Error", StringComparison.Ordinal) => $"FUNCTION_NOT_FOUND: line 1:8: {message}",
        _ when message.StartsWith("Out of Memory", StringComparison.Ordinal) => "EXCEEDED_MEMORY_LIMIT: Query exhausted resources at this scale factor",
        _ => $"GENERIC_USER_ERROR: {message}",
    };
}
