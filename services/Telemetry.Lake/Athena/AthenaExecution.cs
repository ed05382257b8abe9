#pragma warning disable CA1507 // The names are those of the fields in Athena's JSON, which are only by chance ours too.

using System.Text.Json;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Athena;

/// <summary>What Athena says of an execution. Source: https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryExecution.html</summary>
/// <param name="State">Its state.</param>
/// <param name="BytesScanned">Bytes read from S3; nothing when the result was kept.</param>
/// <param name="Reused">The result was kept from an equal query.</param>
/// <param name="HasNames">The first row of the result repeats the columns' names.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record AthenaExecution(QueryState State, long BytesScanned, bool Reused, bool HasNames, QueryError? Error)
{
    public bool IsFinal => State is not (QueryState.Queued or QueryState.Running);

    /// <summary>Reads an answer to GetQueryExecution.</summary>
    public static AthenaExecution Read(JsonElement answer)
    {
        var execution = answer.GetProperty("QueryExecution");
        var status = execution.GetProperty("Status");
        var state = status.GetProperty("State").GetString() switch
        {
            "QUEUED" => QueryState.Queued,
            "RUNNING" => QueryState.Running,
            "SUCCEEDED" => QueryState.Succeeded,
            "CANCELLED" => QueryState.Cancelled,
            _ => QueryState.Failed,
        };
        var (bytes, reused) = (0L, false);
        if (execution.TryGetProperty("Statistics", out var statistics))
        {
            if (statistics.TryGetProperty("DataScannedInBytes", out var scanned)) bytes = scanned.GetInt64();
            reused = statistics.TryGetProperty("ResultReuseInformation", out var reuse)
                && reuse.TryGetProperty("ReusedPreviousResult", out var previous) && previous.GetBoolean();
        }
        var names = execution.TryGetProperty("StatementType", out var type) && type.ValueEquals("DML");
        return new AthenaExecution(state, bytes, reused, names, state is QueryState.Failed ? AthenaErrors.OfExecution(status) : null);
    }
}
