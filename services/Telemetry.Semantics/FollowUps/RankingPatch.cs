using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.FollowUps;

/// <summary>Another order, or another number of rows: "top 3 only", "lowest first", "show 5".</summary>
internal sealed class RankingPatch(SemanticCatalogue catalogue)
{
    private const int UsualRows = 10;

    /// <summary>"limit to 5", "show 3": a bare number is a number of rows.</summary>
    public static void ReadRows(Sentence sentence, Draft draft, QueryPlan last)
    {
        if (draft.Ranking is not null || last.Dimensions.Count == 0 || sentence.Count > 3) return;
        foreach (var (i, number) in sentence.Free<QuantityToken>())
        {
            if (number is not { Unit: null, Value: >= 1 and <= 1000 and var rows } || rows % 1 != 0) continue;
            sentence.Use(i);
            draft.Ranking = new Ranking(last.Order is { Descending: false } ? "least" : "most", (int)rows, true, "top");
        }
    }

    public QueryPlan Apply(QueryPlan plan, Draft draft, bool replace)
    {
        if (draft.Ranking is { } ranking && plan.Measures.Count > 0)
        {
            var descends = PlanMaker.Descends(ranking, catalogue.Measure(plan.Measures[0].Id));
            var keepsRows = draft.Sort || (replace && plan.Limit is not null);
            return plan with
            {
                Order = new PlanOrder(descends),
                Limit = ranking.Count ?? (keepsRows ? plan.Limit : Rows(plan, ranking)),
                Skip = ranking.Place > 1 ? ranking.Place - 1 : null,
            };
        }
        if (draft.Reverse) return plan with { Order = new PlanOrder(plan.Order is { Descending: false }) };
        return draft.Sort ? plan with { Order = new PlanOrder(true) } : plan;
    }

    private static int? Rows(QueryPlan plan, Ranking ranking)
    {
        if (ranking.Plural) return plan.Limit ?? UsualRows;
        return plan.Dimensions.Count > 0 || plan.Grain is not null ? 1 : plan.Limit;
    }
}
