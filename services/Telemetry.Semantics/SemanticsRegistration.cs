using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics;

/// <summary>What a host calls to plan questions.</summary>
public static class SemanticsRegistration
{
    /// <summary>
    /// Adds <see cref="IQuestionPlanner"/> and <see cref="SemanticCatalogue"/>. Register an <see cref="IValueIndex"/> of your own before,
    /// or fill the <see cref="SettableValueIndex"/> that is added otherwise: without values, no question about a place, title or ISP is
    /// understood.
    /// </summary>
    public static IServiceCollection AddSemantics(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => CatalogueFiles.Load());
        services.TryAddSingleton<SettableValueIndex>();
        services.TryAddSingleton<IValueIndex>(provider => provider.GetRequiredService<SettableValueIndex>());
        services.TryAddSingleton<IQuestionPlanner, QuestionPlanner>();
        return services;
    }
}
