using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.DeadLetters;
using Telemetry.Ingestion.Publishing;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.DeadLetters;

namespace Telemetry.Ingestion;

/// <summary>Registers ingestion.</summary>
public static class IngestionServiceCollectionExtensions
{
    /// <summary>
    /// Consumes the events topic and counts it into the registered <see cref="Domain.Aggregates.IAggregateSink"/> and
    /// <see cref="Domain.Feed.IEventFeedSink"/>.
    /// </summary>
    public static IServiceCollection AddIngestion(this IServiceCollection services)
    {
        services.AddOptions<IngestionOptions>().BindConfiguration(IngestionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TenantOptions>().BindConfiguration(TenantOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Vocabularies>();
        services.TryAddSingleton<IngestionStatus>();
        services.AddKafka();
        services.AddSnapshots();
        services.TryAddSingleton<IDeltaLog, NoDeltaLog>();
        services.TryAddSingleton<DeadLetterWriter>();
        services.TryAddSingleton<IDeadLetterSink, KafkaDeadLetterSink>();
        services.TryAddSingleton<TelemetrySourceFactory>(provider => listener => provider.GetRequiredService<KafkaClients>()
            .Subscribe(provider.GetRequiredService<IOptions<KafkaOptions>>().Value.EventsTopic, listener));
        services.AddAkka("telemetry", builder => builder
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            // A failed aggregate must not be restarted with an empty state; ingestion decides what happens next.
            .AddHocon(
                """
                akka.actor.guardian-supervisor-strategy = "Akka.Actor.StoppingSupervisorStrategy"
                akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
                """,
                HoconAddMode.Prepend));
        services.AddHostedService<IngestionService>();
        services.AddHealthChecks().AddCheck<IngestionHealth>("ingestion");
        return services;
    }
}
