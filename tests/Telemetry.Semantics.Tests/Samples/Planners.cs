using Microsoft.Extensions.DependencyInjection;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Tests.Samples;

/// <summary>A planner as hosts get it, over the values of the small lake.</summary>
public sealed class Planners : IDisposable
{
    public Planners()
    {
        var services = new ServiceCollection();
        services.AddSemantics();
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<SettableValueIndex>().Set(Lake.Values);
        Planner = provider.GetRequiredService<IQuestionPlanner>();
        Catalogue = provider.GetRequiredService<SemanticCatalogue>();
    }

    public SmallLake Lake { get; } = new();

    public IQuestionPlanner Planner { get; }

    public SemanticCatalogue Catalogue { get; }

    public PlannedQuestion Ask(string question, params IReadOnlyList<QueryPlan> earlier) => Planner.Plan(question, new PlanningContext(SmallLake.Now) { Earlier = earlier });

    /// <summary>Questions in a row, each a follow-up of the ones before; the last answer.</summary>
    public PlannedQuestion AskInTurn(params IReadOnlyList<string> questions)
    {
        var plans = new List<QueryPlan>();
        PlannedQuestion? last = null;
        foreach (var question in questions)
        {
            last = Ask(question, [.. plans]);
            if (last.Plan is { } plan) plans.Add(plan);
        }
        return last!;
    }

    public void Dispose() => Lake.Dispose();
}
