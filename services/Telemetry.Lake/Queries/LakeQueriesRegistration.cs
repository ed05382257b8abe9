using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Athena;
using Telemetry.Lake.DuckDb;

namespace Telemetry.Lake.Queries;

/// <summary>Adds the lake's query engine to a host.</summary>
public static class LakeQueriesRegistration
{
    /// <summary>Registers <see cref="LakeOptions"/> (section "Lake", checked at start) and the <see cref="IQueryEngine"/> that they name.</summary>
    public static IServiceCollection AddLakeQueries(this IServiceCollection services)
    {
        services.AddOptions<LakeOptions>().BindConfiguration(LakeOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LakeOptions>, LakeOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IQueryEngine>(static provider => provider.GetRequiredService<IOptions<LakeOptions>>().Value.Engine switch
        {
            LakeEngine.Athena => ActivatorUtilities.CreateInstance<AthenaQueryEngine>(provider),
            _ => ActivatorUtilities.CreateInstance<DuckDbQueryEngine>(provider),
        });
        return services;
    }
}
