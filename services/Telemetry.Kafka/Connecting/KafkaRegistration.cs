using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Telemetry.Kafka.Connecting;

/// <summary>Adds Kafka to a host.</summary>
public static class KafkaRegistration
{
    /// <summary>
    /// Registers <see cref="KafkaOptions"/> (section "Kafka", checked at start) and <see cref="KafkaClients"/>. An embedded broker
    /// is not chosen here: the composition root starts one and sets <see cref="KafkaOptions.BootstrapServers"/>.
    /// </summary>
    public static IServiceCollection AddKafka(this IServiceCollection services)
    {
        services.AddOptions<KafkaOptions>().BindConfiguration(KafkaOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>());
        services.TryAddSingleton<KafkaClients>();
        return services;
    }
}
