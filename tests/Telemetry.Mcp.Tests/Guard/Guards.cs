using System.Globalization;
using Microsoft.Extensions.Options;
using Telemetry.Mcp.Guard;
using Telemetry.Mcp.Planning;
using Telemetry.Mcp.Queries;

namespace Telemetry.Mcp.Tests.Guard;

/// <summary>Guards for tests; the clock stands at 2026-03-18, 20:30 UTC.</summary>
internal static class Guards
{
    public static SqlGuard With(params string[] tenants)
    {
        var options = new GuardOptions();
        foreach (var tenant in tenants) options.Tenants.Add(tenant);
        var clock = new ClockOptions { Now = DateTimeOffset.Parse("2026-03-18T20:30:00Z", CultureInfo.InvariantCulture) };
        return new SqlGuard(Options.Create(options), Options.Create(new QueryLimits()), new QuestionClock(TimeProvider.System, Options.Create(clock)));
    }
}
