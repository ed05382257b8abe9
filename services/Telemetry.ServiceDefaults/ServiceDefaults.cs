using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Telemetry.ServiceDefaults.Health;
using Telemetry.ServiceDefaults.Logging;
using Telemetry.ServiceDefaults.Observability;

namespace Telemetry.ServiceDefaults;

/// <summary>What every host of the product shares: one call when it is built, one when it runs.</summary>
public static class ServiceDefaults
{
    /// <summary>
    /// Adds console logging (one line an entry, UTC), health checks, the system's clock, a shutdown limit of 5 s, and
    /// OpenTelemetry when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="serviceName">The name under which traces and metrics appear, for example <c>telemetry-live</c>.</param>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder, string serviceName)
        where TBuilder : IHostApplicationBuilder
    {
        // First among the sources, so that settings files and the environment win.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = ConsoleLog.DefaultLevels });
        builder.Logging.AddConsoleLog();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHealthChecks().AddCheck<ProcessCheck>("process");
        builder.Services.AddSingleton<IHealthCheckPublisher, ReadinessLog>();
        builder.Services.Configure<HealthCheckPublisherOptions>(publisher => publisher.Delay = publisher.Period = TimeSpan.FromSeconds(1));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.AddOtlpExport(serviceName);
        return builder;
    }
}
