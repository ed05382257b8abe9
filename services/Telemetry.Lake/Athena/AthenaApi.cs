using System.Text.Json;
using System.Text.Json.Nodes;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Athena;

/// <summary>The actions of Athena that are used, with their arguments and answers as ours.</summary>
internal sealed class AthenaApi(AthenaClient client, AthenaOptions options, int reuseMinutes)
{
    private const int LargestPage = 1_000;

    /// <summary>Starts an execution and returns its id; the same token gives the same execution.</summary>
    public async Task<string> StartAsync(string sql, string clientToken, CancellationToken cancellationToken)
    {
        var arguments = new JsonObject
        {
            ["QueryString"] = sql,
            ["ClientRequestToken"] = clientToken,
            ["WorkGroup"] = options.WorkGroup,
            ["QueryExecutionContext"] = new JsonObject { ["Catalog"] = options.Catalog, ["Database"] = options.Database },
        };
        if (options.OutputLocation.Length > 0) arguments["ResultConfiguration"] = new JsonObject { ["OutputLocation"] = options.OutputLocation };
        if (reuseMinutes > 0)
        {
            arguments["ResultReuseConfiguration"] = new JsonObject
            {
                ["ResultReuseByAgeConfiguration"] = new JsonObject { ["Enabled"] = true, ["MaxAgeInMinutes"] = reuseMinutes },
            };
        }
        var answer = await client.CallAsync("StartQueryExecution", arguments, cancellationToken).ConfigureAwait(false);
        return answer.GetProperty("QueryExecutionId").GetString()!;
    }

    /// <summary>What Athena says of an execution now.</summary>
    public async Task<AthenaExecution> GetAsync(string id, CancellationToken cancellationToken) =>
        AthenaExecution.Read(await client.CallAsync("GetQueryExecution", Of(id), cancellationToken).ConfigureAwait(false));

    /// <summary>Stops an execution.</summary>
    public Task StopAsync(string id, CancellationToken cancellationToken) => client.CallAsync("StopQueryExecution", Of(id), cancellationToken);

    /// <summary>A page of at most 1,000 rows, the row of names included.</summary>
    public async Task<AthenaRows> RowsAsync(string id, string? token, bool hasNames, CancellationToken cancellationToken)
    {
        var arguments = Of(id);
        arguments["MaxResults"] = LargestPage;
        if (token is not null) arguments["NextToken"] = token;
        return AthenaRows.Read(await client.CallAsync("GetQueryResults", arguments, cancellationToken).ConfigureAwait(false), hasNames && token is null);
    }

    /// <summary>Rows of the whole result; null when Athena doesn't know yet.</summary>
    public async Task<long?> CountAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.CallAsync("GetQueryRuntimeStatistics", Of(id), cancellationToken).ConfigureAwait(false);
            return answer.TryGetProperty("QueryRuntimeStatistics", out var statistics) && statistics.TryGetProperty("Rows", out var rows)
                && rows.TryGetProperty("OutputRows", out var count) && count.ValueKind is JsonValueKind.Number ? count.GetInt64() : null;
        }
        catch (QueryException failure) when (failure.Error.Kind is not QueryErrorKind.NotFound)
        {
            // The count only brings the row limit forward; pages are counted in any case. The right to ask for it may be missing.
            return null;
        }
    }

    private static JsonObject Of(string id) => new() { ["QueryExecutionId"] = id };
}
