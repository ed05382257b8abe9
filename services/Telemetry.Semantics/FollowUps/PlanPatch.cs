using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.FollowUps;

/// <summary>
/// Changes the last plan by what a follow-up says: "only mobile", "and by city", "same for last week", "top 3 only", "undo".
/// </summary>
internal sealed class PlanPatch(SemanticCatalogue catalogue)
{
    private readonly MeasurePatch _measures = new(catalogue);
    private readonly FilterPatch _filters = new(catalogue);
    private readonly RankingPatch _ranking = new(catalogue);

    public QueryPlan? Apply(QueryPlan last, PlanningContext context, Sentence sentence, Draft draft)
    {
        if (sentence.UseAll("undo")) return Undone(context, draft);
        if (draft.Question is not null) return null;
        if (FollowUp.IsJustNow(sentence)) draft.Now = false;
        var replace = sentence.UseAll("instead");
        var add = sentence.UseAll("also") || sentence.Words[0].Plain is "plus";
        sentence.UseAll("same", "only");
        if (FollowUp.BeginsWith(sentence, "change")) sentence.Use(0);
        RankingPatch.ReadRows(sentence, draft, last);

        var plan = last;
        // "Which ones?": the groups that were counted.
        if (plan.Analysis == Analysis.GroupCount && sentence.UseAll("which", "list")) plan = plan with { Analysis = Analysis.Aggregate };
        if (sentence.UseAll("absolute") && plan.Analysis == Analysis.Share)
            plan = plan with { Analysis = Analysis.Aggregate, Part = [], Filters = [.. plan.Filters, .. plan.Part] };
        if (sentence.UseAll("reset")) plan = plan with { Filters = [] };
        plan = _measures.Apply(plan, sentence, draft, add);
        if (draft.Question is not null) return null;
        plan = TimePatch.Apply(plan, sentence, draft, context.Now);
        plan = _filters.Apply(plan, sentence, draft, add);
        plan = GroupingPatch.Apply(plan, sentence, draft, replace);
        plan = _ranking.Apply(plan, draft, replace);
        plan = Limited(plan, draft) with { Chart = draft.Chart ?? plan.Chart };
        if (sentence.Zone is { } zone) plan = plan with { Zone = zone };
        plan = Analysed(plan, draft);
        return plan is { Order: not null, Limit: not null } ? plan : plan with { Skip = null };
    }

    private static QueryPlan? Undone(PlanningContext context, Draft draft)
    {
        var saysMore = draft.Ranking is not null || draft.Groups.Count > 0 || draft.Dimensions.Count > 0 || draft.Measures.Count > 0;
        if (!saysMore && context.Earlier.Count > 1) return context.Earlier[^2];
        draft.Ask(saysMore
            ? "One step back at a time: say just \"undo\", or ask the whole question again."
            : "There is nothing to go back to: this is the first answer of the session.");
        return null;
    }

    private QueryPlan Limited(QueryPlan plan, Draft draft)
    {
        var measure = plan.Measures.Count > 0 ? catalogue.Measure(plan.Measures[0].Id) : null;
        foreach (var pending in draft.Pending)
        {
            if (measure is not null && Limits.Resolved(pending, measure) is { } threshold) draft.Thresholds.Add(threshold);
            else draft.Ask("What is the limit for?");
        }
        // A limit takes the place of the one that its measure had; those of others stay.
        var limits = PlanMaker.Thresholds(draft, plan.Measures);
        var others = plan.Thresholds.Where(old => limits.All(limit => limit.Measure != old.Measure));
        return limits.Count == 0 ? plan : plan with { Thresholds = [.. others, .. limits] };
    }

    private static QueryPlan Analysed(QueryPlan plan, Draft draft) => (plan.Analysis, draft.Analysis) switch
    {
        (Analysis.Aggregate, Analysis.Share) => plan with { Analysis = Analysis.Share, Part = [.. draft.Part] },
        (Analysis.Aggregate, Analysis.Anomaly) => plan with
        {
            Analysis = Analysis.Anomaly,
            Grain = plan.Grain ?? new PlanGrain("hour"),
            Order = null,
            Limit = null,
        },
        _ => plan,
    };
}
