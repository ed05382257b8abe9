using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Telemetry.Live.Following;

/// <summary>How far this node is with following the others; any thread may read it.</summary>
internal sealed class GatewayStatus : IHealthCheck
{
    private volatile string _waitingFor = "Nothing has been read yet.";
    private readonly ConcurrentDictionary<int, long> _behind = [];
    private volatile bool _isReady;

    /// <summary>Whether every partition once reached the end that its log had when it was first read.</summary>
    public bool IsReady => _isReady;

    /// <summary>How often the view was made from the stored states, the first time included.</summary>
    public int Starts { get; private set; }

    /// <summary>A partition's log of deltas still holds so many messages after the last one read.</summary>
    public void IsBehind(int partition, long messages) => _behind[partition] = messages;

    /// <summary>What has to come before the node is ready.</summary>
    public void WaitsFor(string what) => _waitingFor = what;

    /// <summary>A view has been caught up with.</summary>
    public void CaughtUp()
    {
        Starts++;
        _isReady = true;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object> { ["deltasBehind"] = _behind.Values.Sum() };
        return Task.FromResult(_isReady ? HealthCheckResult.Healthy("Follows all partitions.", data) : HealthCheckResult.Unhealthy(_waitingFor, data: data));
    }
}
