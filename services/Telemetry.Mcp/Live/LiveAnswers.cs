using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Queries;
using Telemetry.Mcp.Planning;
using Telemetry.Mcp.Queries;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.ServiceDefaults.Identity;
using Telemetry.V1;

namespace Telemetry.Mcp.Live;

/// <summary>Answers questions about "now" from the live service, when there is one and a snapshot of it has the answer.</summary>
public sealed partial class LiveAnswers : IDisposable
{
    private readonly LiveOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveAnswers> _logger;
    private readonly GrpcChannel? _channel;
    private readonly LiveService.LiveServiceClient? _client;

    /// <summary>Doesn't connect yet. A pinned clock asks about the past, which the live service doesn't know.</summary>
    public LiveAnswers(IOptions<LiveOptions> options, IOptions<ClockOptions> clock, ServiceSignIn signIn, TimeProvider time, ILogger<LiveAnswers> logger)
    {
        (_options, _time, _logger) = (options.Value, time, logger);
        if (string.IsNullOrEmpty(_options.Address) || clock.Value.Now is not null) return;
        _channel = GrpcChannel.ForAddress(_options.Address, new GrpcChannelOptions
        {
            HttpHandler = signIn.Through(new SocketsHttpHandler { EnableMultipleHttp2Connections = true }),
            DisposeHttpClient = true,
        });
        _client = new LiveService.LiveServiceClient(_channel);
    }

    /// <summary>The answer; null when the lake has to give it.</summary>
    public async Task<QueryResult?> TryAsync(QueryPlan plan, PlannedQuestion planned, TenantScope tenants, CancellationToken cancellationToken)
    {
        if (_client is null || LiveShape.FilterOf(plan) is not { } filter) return null;
        filter.TenantIds.AddRange(tenants.Tenants);
        var started = _time.GetTimestamp();
        DashboardUpdate snapshot;
        try
        {
            snapshot = await _client.GetSnapshotAsync(
                new GetSnapshotRequest { Filter = filter },
                deadline: _time.GetUtcNow().UtcDateTime + _options.Timeout,
                cancellationToken: cancellationToken);
        }
        catch (RpcException failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnreachable(_options.Address!, failure.StatusCode, failure);
            return null;
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.Cancelled)
        {
            throw new OperationCanceledException("The call was cancelled.", failure, cancellationToken);
        }

        var rows = LiveShape.RowsOf(plan, snapshot);
        return new QueryResult
        {
            QueryId = $"live-{snapshot.AtUnixMs}",
            Columns = [.. planned.Columns.Select((column, index) => new Queries.ResultColumn(column.Name, index == planned.Columns.Count - 1 ? ColumnType.Integer : ColumnType.Text))],
            Rows = [.. rows.Take(QueryLimits.MaxPageSize)],
            RowCount = Math.Min(rows.Count, QueryLimits.MaxPageSize),
            Truncated = rows.Count > QueryLimits.MaxPageSize,
            BytesScanned = 0,
            ElapsedMs = (long)_time.GetElapsedTime(started).TotalMilliseconds,
            Engine = "Live",
            Reused = false,
            Sql = "",
            FreshAt = snapshot.Health is { NewestEventUnixMs: > 0 and var newest } ? DateTimeOffset.FromUnixTimeMilliseconds(newest) : null,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _channel?.Dispose();

    [LoggerMessage(EventId = 5030, Level = LogLevel.Warning, Message = "The live service at {Address} can't be asked ({Status}); the lake answers in its place.")]
    private partial void LogUnreachable(string address, StatusCode status, Exception exception);
}
