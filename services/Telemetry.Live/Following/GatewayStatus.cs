using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Telemetry.Live.Following;

/// <summary>
/// How far this node is with following the others; any thread may read it. A node that no broker answers is not ready: what it shows
/// stands still, and new streams are better off elsewhere. Those that it has stay, with their partitions marked as stale.
/// </summary>
internal sealed class GatewayStatus(TimeProvider time) : IHealthCheck
{
    /// <summary>Owners say something each second, and a broker that is silent is asked after two and has two to answer.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(6);

    private long _answeredAt = time.GetTimestamp();
    private volatile string _waitingFor = "Nothing has been read yet.";
    private readonly ConcurrentDictionary<int, long> _behind = [];
    private volatile bool _isReady;

    /// <summary>Whether every partition once reached the end that its log had when it was first read.</summary>
    public bool IsReady => _isReady;

    /// <summary>How often the view was made from the stored states, the first time included.</summary>
    public int Starts { get; private set; }

    /// <summary>A partition's log of deltas still holds so many messages after the last one read.</summary>
    public void IsBehind(int partition, long messages) => _behind[partition] = messages;

    /// <summary>A broker has answered, be it with a message.</summary>
    public void BrokerAnswered() => Volatile.Write(ref _answeredAt, time.GetTimestamp());

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
        var silence = time.GetElapsedTime(Volatile.Read(ref _answeredAt));
        return Task.FromResult(
            !_isReady ? HealthCheckResult.Unhealthy(_waitingFor, data: data)
            : silence > LongestSilence ? HealthCheckResult.Unhealthy(string.Create(CultureInfo.InvariantCulture, $"No broker has answered for {silence.TotalSeconds:0} s: what is shown stands still until one does."), data: data)
            : HealthCheckResult.Healthy("Follows all partitions.", data));
    }
}
