using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Telemetry.Grpc.Errors;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Chat.Export;

/// <summary>
/// Bounds a tenant's exports: a posted table is in memory until its file is written, at several times its size. Nobody waits in a queue,
/// because the one who would is at a download dialog and sees nothing of it.
/// </summary>
internal sealed class ExportLimit(IOptions<ChatOptions> options) : IDisposable
{
    private static readonly TimeSpan WorthTryingAgain = TimeSpan.FromSeconds(5);

    private readonly int _most = options.Value.ExportsPerTenant;
    private readonly PartitionedRateLimiter<string> _tenants = PartitionedRateLimiter.Create<string, string>(
        tenant => RateLimitPartition.GetConcurrencyLimiter(tenant, _ => new ConcurrencyLimiterOptions { PermitLimit = options.Value.ExportsPerTenant, QueueLimit = 0 }));

    /// <summary>A place, until it is disposed.</summary>
    /// <exception cref="LimitReachedException">All of the tenant's are taken.</exception>
    public IDisposable Enter(TenantScope tenants)
    {
        var place = _tenants.AttemptAcquire(tenants.Key);
        if (place.IsAcquired) return place;
        place.Dispose();
        throw new LimitReachedException($"tenant:{tenants}", $"{_most:N0} exports are being written already. Wait until one has ended, then export again.", WorthTryingAgain);
    }

    public void Dispose() => _tenants.Dispose();
}
