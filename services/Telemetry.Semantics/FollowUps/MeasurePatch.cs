using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.FollowUps;

/// <summary>
/// Another measure, one more, or another statistic of the one that is shown: "make that errors", "also viewers", "the median".
/// </summary>
internal sealed class MeasurePatch(SemanticCatalogue catalogue)
{
    public QueryPlan Apply(QueryPlan plan, Sentence sentence, Draft draft, bool add)
    {
        if (Coverage.Left(sentence).OfType<AmbiguousToken>().FirstOrDefault() is { } ambiguous)
        {
            Ambiguity.Ask(draft, ambiguous, catalogue);
            return plan;
        }
        // "swap start-up time for bandwidth": the one that is there goes.
        if (draft.Measures.Count == 2 && !add && draft.Measures.Any(measure => IsShown(plan, measure)))
            draft.Measures.RemoveAll(measure => IsShown(plan, measure));
        if (draft.Measures.Count > 0)
        {
            // "only those with more than 150 sessions" adds what it limits.
            return draft.Measures.TrueForAll(measure => draft.Limited.Contains(measure.Id))
                ? plan with { Measures = [.. plan.Measures, .. draft.Measures.Where(measure => !IsShown(plan, measure))] }
                : Named(plan, draft, add);
        }
        if (draft.Statistic is not { } statistic || plan.Measures.Count != 1) return plan;
        // "As a percentage of the total": the whole, not another statistic.
        return draft.Analysis == Analysis.Share && statistic == "sum" ? plan : Restated(plan, draft, statistic);
    }

    private static bool IsShown(QueryPlan plan, PlanMeasure measure) => plan.Measures.Any(shown => shown.Id == measure.Id);

    private QueryPlan Named(QueryPlan plan, Draft draft, bool add)
    {
        var measures = draft.Measures.ConvertAll(WithItsStatistic);
        var isOfThisMoment = plan.Measures is [{ Id: MeasureIds.ActiveViewers }] && plan.Time is null;
        if (isOfThisMoment && measures.Exists(measure => !catalogue.Measure(measure.Id).Live))
            plan = plan with { Time = PlanMaker.DefaultPeriod(DateTimeOffset.MaxValue) with { From = null } };
        if (plan.Analysis == Analysis.Share && measures.Exists(HasNoParts))
            plan = plan with { Analysis = Analysis.Aggregate, Part = [], Filters = [.. plan.Filters, .. plan.Part] };
        if (plan.Analysis == Analysis.Correlation && measures.Count != 2) plan = plan with { Analysis = Analysis.Aggregate };
        return plan with { Measures = add ? [.. plan.Measures.Concat(measures).Distinct()] : measures, Thresholds = [] };
    }

    private PlanMeasure WithItsStatistic(PlanMeasure measure) =>
        measure.Statistic is null && catalogue.Measure(measure.Id) is { IsStatistic: true } found
            ? measure with { Statistic = found.Statistic }
            : measure;

    private bool HasNoParts(PlanMeasure measure) =>
        measure.Per is not null || catalogue.Measure(measure.Id) is { Count: false, Additive: false };

    private QueryPlan Restated(QueryPlan plan, Draft draft, string statistic)
    {
        var shown = plan.Measures[0];
        var measure = catalogue.Measure(shown.Id);
        // "what's the total?": without the groups.
        if (statistic == "sum" && !measure.IsStatistic && draft.Dimensions.Count == 0)
            return GroupingPatch.Ungrouped(plan) with { Grain = null, Thresholds = [] };
        if (measure.IsStatistic) return plan with { Measures = [shown with { Statistic = MeasureRule.Named(statistic) }] };
        if (statistic is not ("sum" or "avg"))
        {
            draft.Ask($"There is no {statistic} of {measure.Name.ToLowerInvariant()}. Which measure is meant?",
                new Choice("Start-up time", null, "startup time"),
                new Choice("Bandwidth", null, "bandwidth"),
                new Choice("Watch duration", null, "watch duration"));
        }
        return plan;
    }
}
