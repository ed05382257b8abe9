using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Feed;
using Telemetry.Domain.Vocabulary;
using Telemetry.Grpc.Hosting;
using Telemetry.Ingestion;
using Telemetry.Ingestion.Publishing;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Connecting;
using Telemetry.Live.Feed;
using Telemetry.Live.Following;
using Telemetry.Live.Hub;
using Telemetry.Live.Roles;
using Telemetry.Live.Services;
using Telemetry.Live.Views;

namespace Telemetry.Live;

/// <summary>What a host calls to be a node of the live services.</summary>
public static class LiveRegistration
{
    /// <summary>
    /// Adds what the roles in the configuration ask for (see <see cref="NodeOptions"/>): ingestion, LiveService, and what passes
    /// between nodes; and the gRPC ports, which also serve health.
    /// </summary>
    /// <exception cref="ServiceDefaults.InvalidSettingException">The roles are no roles.</exception>
    public static WebApplicationBuilder AddLiveNode(this WebApplicationBuilder builder)
    {
        builder.AddLive();
        if (NodeRoles.From(builder.Configuration).Ingests)
            builder.Services.AddIngestion();
        return builder;
    }

    /// <summary>
    /// The same without ingestion: registers the <see cref="IAggregateSink"/> and the <see cref="IEventFeedSink"/> that ingestion
    /// in the same process counts into.
    /// </summary>
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        var roles = NodeRoles.From(builder.Configuration);
        builder.AddTelemetryGrpc();
        builder.Services.AddSingleton(roles);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<Vocabularies>();
        if (!roles.IsAlone)
            builder.Services.AddKafka().AddSingleton<NodeIdentity>().AddHostedService<TopicKeeper>();
        if (roles.IsGateway)
            AddGateway(builder.Services, roles);
        if (roles.Ingests)
            AddSinks(builder.Services, roles);
        return builder;
    }

    /// <summary>Serves health, and LiveService with reflection on a gateway.</summary>
    public static WebApplication MapLive(this WebApplication app)
    {
        if (app.Services.GetRequiredService<NodeRoles>().IsGateway)
            app.MapTelemetryGrpc<LiveService>();
        else
            app.MapTelemetryGrpcHealth();
        return app;
    }

    private static void AddGateway(IServiceCollection services, NodeRoles roles)
    {
        services.AddOptions<HubOptions>().BindConfiguration(HubOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LiveViews>();
        services.AddSingleton<EventFeed>();
        services.AddSingleton<LiveHub>();
        services.AddSingleton<StreamLimits>();
        services.AddSnapshots().TryAddSingleton<IPartitionBases, SnapshotBases>();
        if (roles.IsAlone)
        {
            services.AddHostedService<StoredStates>();
        }
        else
        {
            services.AddSingleton<GatewayStatus>();
            services.TryAddSingleton<FollowerFactory>(provider => provider.GetRequiredService<KafkaClients>().Follow);
            services.AddHostedService<DeltaFollower>();
            services.AddHostedService<FeedFollower>();
            services.AddHealthChecks().AddCheck<GatewayStatus>("gateway");
        }
        services.AddHostedService<ViewLoop>();
        services.AddHostedService<HubLoop>();
    }

    private static void AddSinks(IServiceCollection services, NodeRoles roles)
    {
        if (roles.IsAlone)
        {
            services.AddSingleton<IAggregateSink>(provider => provider.GetRequiredService<LiveViews>());
            services.AddSingleton<IEventFeedSink>(provider => Counted(provider, provider.GetRequiredService<EventFeed>()));
            return;
        }
        services.AddSingleton<DeltaLog>();
        services.AddSingleton<IDeltaLog>(provider => provider.GetRequiredService<DeltaLog>());
        services.AddSingleton<FeedPublisher>();
        services.AddHostedService(provider => provider.GetRequiredService<FeedPublisher>());
        if (roles.IsGateway)
        {
            services.AddSingleton<IAggregateSink>(provider =>
                new AggregateSinks(new LocalDeltas(provider.GetRequiredService<LiveViews>()), provider.GetRequiredService<DeltaLog>()));
            services.AddSingleton<IEventFeedSink>(provider =>
                Counted(provider, provider.GetRequiredService<EventFeed>(), provider.GetRequiredService<FeedPublisher>()));
        }
        else
        {
            services.AddSingleton<IAggregateSink>(provider => provider.GetRequiredService<DeltaLog>());
            services.AddSingleton<IEventFeedSink>(provider => Counted(provider, provider.GetRequiredService<FeedPublisher>()));
        }
    }

    private static CountedFeed Counted(IServiceProvider provider, params IFeedTarget[] targets) =>
        new(provider.GetRequiredService<Vocabularies>(), targets);
}
