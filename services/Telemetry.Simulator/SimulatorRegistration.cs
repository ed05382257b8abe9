using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemetry.Kafka.Connecting;

namespace Telemetry.Simulator;

/// <summary>Adds the simulator to a host.</summary>
public static class SimulatorRegistration
{
    /// <summary>
    /// Registers <see cref="SimulatorOptions"/> (section "Simulator", checked at start) and <see cref="SimulatorService"/>, which
    /// starts with the host and can be resolved for its ledger. Produces to the topic and brokers of <see cref="KafkaOptions"/>.
    /// </summary>
    public static IServiceCollection AddSimulator(this IServiceCollection services)
    {
        services.AddKafka();
        services.AddOptions<SimulatorOptions>().BindConfiguration(SimulatorOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SimulatorService>();
        services.AddHostedService(provider => provider.GetRequiredService<SimulatorService>());
        return services;
    }
}
