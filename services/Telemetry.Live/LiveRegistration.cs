using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Feed;
using Telemetry.Domain.Vocabulary;
using Telemetry.Grpc.Hosting;
using Telemetry.Live.Feed;
using Telemetry.Live.Hub;
using Telemetry.Live.Services;
using Telemetry.Live.Views;

namespace Telemetry.Live;

/// <summary>What a host calls to serve telemetry.v1.LiveService.</summary>
public static class LiveRegistration
{
    /// <summary>
    /// Adds the live view, the hub and the gRPC ports, and registers them as the <see cref="IAggregateSink"/> and the
    /// <see cref="IEventFeedSink"/> that ingestion in the same process counts into.
    /// </summary>
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.AddTelemetryGrpc();
        var services = builder.Services;
        services.AddOptions<HubOptions>().BindConfiguration(HubOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Vocabularies>();
        services.AddSingleton<LiveViews>();
        services.AddSingleton<IAggregateSink>(provider => provider.GetRequiredService<LiveViews>());
        services.AddSingleton<EventFeed>();
        services.AddSingleton<IEventFeedSink>(provider => new CountedFeed(provider.GetRequiredService<Vocabularies>(), provider.GetRequiredService<EventFeed>()));
        services.AddSingleton<LiveHub>();
        services.AddSingleton<StreamLimits>();
        services.AddHostedService<ViewLoop>();
        services.AddHostedService<HubLoop>();
        return builder;
    }

    /// <summary>Serves LiveService, health and reflection on the gRPC ports.</summary>
    public static WebApplication MapLive(this WebApplication app)
    {
        app.MapTelemetryGrpc<LiveService>();
        return app;
    }
}
