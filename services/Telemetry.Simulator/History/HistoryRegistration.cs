using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemetry.Lake.Storage;

namespace Telemetry.Simulator.History;

/// <summary>Adds the lake's past to a host.</summary>
public static class HistoryRegistration
{
    /// <summary>
    /// Registers <see cref="HistoryOptions"/> (section "Simulator:History", checked at start) and <see cref="LakeHistoryService"/>. Call it before
    /// <see cref="SimulatorRegistration.AddSimulator"/>, because hosted services start in order; an <see cref="ILakeStorage"/> comes with the lake writer.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="progress">Hears the share that is done, 0 to 1.</param>
    public static IServiceCollection AddLakeHistory(this IServiceCollection services, IProgress<double> progress)
    {
        services.AddOptions<SimulatorOptions>().BindConfiguration(SimulatorOptions.Section);
        services.AddOptions<HistoryOptions>().BindConfiguration(HistoryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(progress);
        services.AddHostedService<LakeHistoryService>();
        return services;
    }
}
