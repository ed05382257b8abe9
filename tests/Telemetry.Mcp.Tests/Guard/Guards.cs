using System.Globalization;
using Microsoft.Extensions.Options;
using Telemetry.Mcp.Guard;
using Telemetry.Mcp.Planning;
using Telemetry.Mcp.Queries;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Mcp.Tests.Guard;

/// <summary>Guards for tests; the clock stands at 2026-03-18, 20:30 UTC.</summary>
internal static class Guards
{
    /// <summary>A guard for one caller, who may see these tenants, or every one.</summary>
    public static CallersGuard With(params string[] tenants)
    {
        var clock = new ClockOptions { Now = DateTimeOffset.Parse("2026-03-18T20:30:00Z", CultureInfo.InvariantCulture) };
        return new CallersGuard(
            new SqlGuard(Options.Create(new GuardOptions()), Options.Create(new QueryLimits()), new QuestionClock(TimeProvider.System, Options.Create(clock))),
            tenants.Length == 0 ? TenantScope.Every : TenantScope.Of(tenants));
    }
}

/// <summary>A guard and the caller whose statements it judges.</summary>
internal sealed class CallersGuard(SqlGuard guard, TenantScope tenants) : IDisposable
{
    public JudgedStatement Judge(string sql) => guard.Judge(sql, tenants);

    public void Dispose() => guard.Dispose();
}
