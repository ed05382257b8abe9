using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.LanguageModel;

/// <summary>
/// The planner, with a language model behind it: when a question has words that the planner does not understand, and only then, the
/// model may propose a plan. It is checked like any other and marked; whatever is wrong with it leaves the planner's answer as it was.
/// </summary>
/// <param name="planner">Understands, checks, and has the last word.</param>
/// <param name="proposer">The model; null when none is configured.</param>
public sealed class AssistedPlanner(IQuestionPlanner planner, IPlanProposer? proposer)
{
    private const string Caution = "A language model proposed this reading; check that it is what you meant.";

    /// <summary>Understands a question, asks back, or refuses.</summary>
    public async Task<PlannedQuestion> PlanAsync(string question, PlanningContext context, CancellationToken cancellationToken)
    {
        var planned = planner.Plan(question, context);
        if (proposer is null || !HasOnlyUnknownWords(planned)) return planned;
        if (await proposer.ProposeAsync(question, context, cancellationToken).ConfigureAwait(false) is not { } proposal) return planned;

        var described = planner.Describe(WithBoundFilters(proposal, context), context);
        return described.Kind == PlannedKind.Plan
            ? described with { ModelMade = true, Assumptions = [Caution, .. described.Assumptions] }
            : planned;
    }

    // What is out of the domain or asks for a change is refused for what it is, not for its words: no model is asked about it.
    private static bool HasOnlyUnknownWords(PlannedQuestion planned) => planned is { Kind: PlannedKind.Refusal, UnknownWords.Count: > 0 };

    private static QueryPlan WithBoundFilters(QueryPlan plan, PlanningContext context) => plan with
    {
        Filters =
        [
            .. plan.Filters,
            .. context.BoundFilters
                .Where(bound => bound.Value.Count > 0 && plan.Filters.All(filter => filter.Dimension != bound.Key))
                .Select(bound => new PlanFilter(bound.Key, FilterOperator.In, bound.Value)),
        ],
    };
}
