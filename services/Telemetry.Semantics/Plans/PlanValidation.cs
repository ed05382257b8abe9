using Telemetry.Semantics.Catalogue;

namespace Telemetry.Semantics.Plans;

/// <summary>Checks that a plan holds together, wherever it comes from. What passes here compiles.</summary>
internal sealed partial class PlanValidation(SemanticCatalogue catalogue)
{
    private const int MostMeasures = 6, MostGroups = 4, MostFilters = 20, MostValues = 200;
    private const int MostComparisons = 3, MostThresholds = 4, MostRows = 1000;

    /// <summary>What is wrong with the plan, in a sentence; null when nothing is.</summary>
    public string? Fault(QueryPlan plan, DateTimeOffset now) =>
        Shape(plan)
        ?? Measures(plan)
        ?? Dimensions(plan)
        ?? plan.Filters.Concat(plan.Part).Select(Filter).FirstOrDefault(fault => fault is not null)
        ?? Apart(plan)
        ?? Times(plan, now)
        ?? Grain(plan.Grain)
        ?? Live(plan)
        ?? Combination(plan);

    private static string? Shape(QueryPlan plan)
    {
        if (plan.Version != QueryPlan.CurrentVersion)
            return $"The plan has version {plan.Version}; this server runs version {QueryPlan.CurrentVersion}.";
        if (!Enum.IsDefined(plan.Analysis)) return "The plan's analysis is unknown.";
        object?[] lists = [plan.Measures, plan.Dimensions, plan.Filters, plan.Part, plan.CompareWith, plan.Thresholds];
        if (lists.Contains(null)) return "A list of the plan is null; leave it out or give an empty one.";

        var (measures, groups, filters) = (plan.Measures.Count, plan.Dimensions.Count, plan.Filters.Count + plan.Part.Count);
        if (measures > MostMeasures) return $"A plan has at most {MostMeasures} measures; this one has {measures}.";
        if (groups > MostGroups) return $"A plan groups by at most {MostGroups} dimensions; this one by {groups}.";
        if (filters > MostFilters) return $"A plan has at most {MostFilters} filters; this one has {filters}.";
        if (plan.CompareWith.Count > MostComparisons) return "A plan compares at most four periods.";
        if (plan.Thresholds.Count > MostThresholds) return "A plan has at most four thresholds.";
        if (plan.Limit is < 1 or > MostRows) return $"The limit has to be 1 to {MostRows}; it is {plan.Limit}.";
        if (plan.Skip is < 1 or > MostRows) return $"The rows to pass over have to be 1 to {MostRows}; there are {plan.Skip}.";
        var isCutRanking = plan is { Order: not null, Limit: not null };
        return plan.Skip is not null && !isCutRanking ? "Rows are passed over only in a ranking with a limit." : null;
    }

    private string? Apart(QueryPlan plan)
    {
        if (plan.Apart is not { } apart) return null;
        if (apart.Dimension is null || !plan.Dimensions.Contains(apart.Dimension))
            return "Values can be told apart of what the plan groups by only.";
        if (catalogue.Dimension(apart.Dimension) is { Number: true } or { Clock: true })
            return "Numbers and times can't be told apart from the rest.";
        if (apart.Values is not { Count: >= 1 and <= MostValues } values || values.Any(string.IsNullOrEmpty))
            return "What is told apart from the rest has no value.";
        return plan.Analysis == Analysis.Titles || IsLive(plan) ? "Only measures of a period are told of some values and the rest." : null;
    }

    private string? Live(QueryPlan plan)
    {
        if (!IsLive(plan)) return null;
        var isOfThisMoment = plan is { Measures.Count: 1, Grain: null, CompareWith.Count: 0, Time: null };
        return isOfThisMoment && plan.Analysis is Analysis.Aggregate or Analysis.Share ? null
            : "Active viewers are known for this moment only: without periods, time steps and other measures.";
    }

    private bool IsLive(QueryPlan plan) => plan.Measures.Any(measure => catalogue.Measure(measure.Id).Live);

    private string? Combination(QueryPlan plan)
    {
        var live = IsLive(plan);
        var ofTitles = plan.Analysis == Analysis.Titles;
        if (plan.Time is null && !live && !ofTitles) return "The plan needs a period.";
        if (plan.Measures.Count == 0 && (!ofTitles || plan.Dimensions.Count == 0)) return "The plan measures nothing.";
        if (!plan.Thresholds.All(IsLimit)) return "A threshold needs a number and a direction.";
        if (!plan.Thresholds.All(threshold => threshold.Measure is not { } id || CanBeLimited(plan, id)))
            return "A limit on a second measure goes with plain measures, of which it is one.";
        if ((live || ofTitles) && plan.Filters.Any(filter => catalogue.Dimension(filter.Dimension).Whole is not null))
            return "Conditions on whole sessions and viewers go with periods, neither with this moment nor with facts about titles.";
        return OfAnalysis(plan);
    }

    private string? OfAnalysis(QueryPlan plan) => plan.Analysis switch
    {
        Analysis.Correlation when plan.Measures.Count != 2 => $"A correlation is of two measures; there are {plan.Measures.Count}.",
        Analysis.Share when Share(plan) is { } fault => fault,
        Analysis.Anomaly when !IsOneInSteps(plan) => "Anomalies are of one measure in time steps.",
        Analysis.BucketStatistic when !IsOneInSteps(plan) => "A statistic of time steps needs one measure and a step.",
        Analysis.GroupCount when !CountsGroups(plan) => "Counting groups needs one grouping and a limit, and has no ranking.",
        not Analysis.Aggregate when plan.CompareWith.Count > 0 => "Only plain measures can be compared over periods.",
        not Analysis.Share when plan.Part.Count > 0 => "Only a share has a part.",
        _ when plan.CompareWith.Count > 0 && IsCut(plan) => "A comparison of periods has neither ranking nor thresholds.",
        _ => null,
    };

    private string? Share(QueryPlan plan)
    {
        if (plan.Measures.Count != 1) return $"A share is of one measure; there are {plan.Measures.Count}.";
        if (plan.Measures[0].Per is not null) return "A ratio has no parts that could have a share.";
        if (plan.Part.Count == 0 && plan.Dimensions.Count == 0) return "A share needs a part: a value, or something to group by.";
        return catalogue.Measure(plan.Measures[0].Id) is { Live: false, Count: false, Additive: false, Name: var name }
            ? $"{name} has no parts that could have a share."
            : null;
    }

    private static bool IsOneInSteps(QueryPlan plan) => plan is { Measures.Count: 1, Grain: not null };

    private static bool CountsGroups(QueryPlan plan)
    {
        var groupings = plan.Dimensions.Count + (plan.Grain is null ? 0 : 1);
        return groupings == 1 && plan is { Thresholds.Count: > 0, Order: null, Limit: null };
    }

    private static bool IsCut(QueryPlan plan) => plan.Thresholds.Count > 0 || plan.Limit is not null;

    private static bool IsLimit(PlanThreshold? threshold) =>
        threshold is { Operator: not (FilterOperator.In or FilterOperator.NotIn) } && double.IsFinite(threshold.Value);

    private bool CanBeLimited(QueryPlan plan, string measure) =>
        plan.Analysis is Analysis.Aggregate or Analysis.GroupCount && !IsLive(plan) && plan.Measures.Any(one => one.Id == measure);
}
