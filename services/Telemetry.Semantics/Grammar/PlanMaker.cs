using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Grammar;

/// <summary>Makes a plan of what the rules have understood: fills in the defaults that METRICS names, and asks back where there is none.</summary>
internal sealed class PlanMaker(SemanticCatalogue catalogue)
{
    private const int DefaultRows = 10;

    /// <summary>The plan, or null after <see cref="Draft.Ask"/>.</summary>
    public QueryPlan? Make(Draft draft, string? zone, DateTimeOffset now)
    {
        Live(draft);
        Durations(draft);
        DefaultMeasure(draft);
        if (draft.Question is not null) return null;
        Averages(draft);
        Extremes(draft);
        Limited(draft);
        if (draft.Question is not null) return null;
        Shared(draft);
        Grain(draft, now);
        var live = draft.Measures.Any(measure => measure.Id == "active_viewers");
        var time = draft.Analysis == Analysis.Titles || live ? null : draft.Time?.Period ?? DefaultPeriod(now);
        return draft.Question is not null ? null : new QueryPlan
        {
            Analysis = draft.Analysis,
            Measures = [.. draft.Measures],
            Dimensions = [.. draft.Dimensions],
            Filters = Filters(draft),
            Time = time is null ? null : time with { Words = Wording(time) },
            CompareWith = [.. draft.CompareWith.Select(period => period with { Words = Wording(period) })],
            Grain = draft.Grain,
            Zone = zone,
            Part = [.. draft.Part],
            Thresholds = Thresholds(draft, draft.Measures),
            Order = Order(draft),
            Limit = Limit(draft),
            Apart = draft.Apart,
        };
    }

    public static PlanPeriod DefaultPeriod(DateTimeOffset now) => new(now.AddDays(-7), null, "last 7 days") { Rolling = true, Assumed = true };

    private static string Wording(PlanPeriod period)
    {
        var words = period.Words;
        foreach (var small in new[] { "on ", "in ", "the " }) if (words.StartsWith(small, StringComparison.Ordinal)) words = words[small.Length..];
        return words;
    }

    public static IReadOnlyList<PlanFilter> Filters(Draft draft) => [.. draft.Groups.Select(group => new PlanFilter(group.Dimension, FilterOperator.In, [.. group.Values])), .. draft.Filters];

    // "The longest stalls", "longer sessions": how long they were, not how many.
    private static void Durations(Draft draft)
    {
        if (!(draft.Lengths || draft.Ranking is { Kind: "long" or "short" }) || draft.Measures.Count == 0) return;
        if (draft.Measures[0] is { Per: null, Id: "buffering_events" or "sessions" } counted)
            draft.Measures[0] = new PlanMeasure(counted.Id == "sessions" ? "watch_duration" : "buffering_duration") { Statistic = MeasureRule.Named(draft.Statistic ?? "avg") };
    }

    // "Now" makes viewers active ones; other measures have no meaning for a moment.
    private static void Live(Draft draft)
    {
        var live = draft.Measures.FindIndex(measure => measure.Id == "active_viewers");
        if (live >= 0) draft.Measures.RemoveAll(measure => measure.Id is "viewers" && measure.Per is null);
        // "Active users last week", "people online today": who was there at some time.
        if (live >= 0 && draft.Time is not null && !draft.Now && draft.LiveWord is { } word && !word.Contains("concurrent", StringComparison.Ordinal) && !word.Contains("simultaneous", StringComparison.Ordinal) && !word.Contains("concurrency", StringComparison.Ordinal) && word != "ccu")
        {
            draft.Measures[live] = new PlanMeasure("viewers");
            draft.Assumptions.Add("Active viewers are of this moment; for a period, distinct viewers were counted.");
            return;
        }
        if (live >= 0 && draft.Time is not null)
        {
            draft.Ask("Active viewers are counted at this moment only. For a period, which is meant?", new Choice("Distinct viewers", null, "distinct viewers"), new Choice("Sessions", null, "sessions"));
            return;
        }
        if (!draft.Now || live >= 0) return;
        if (draft.Time is not null || draft.Analysis is Analysis.Titles) return;
        if (draft.Measures.Count == 0 || draft.Measures is [{ Id: "viewers", Per: null }])
        {
            draft.Measures.Clear();
            draft.Measures.Add(new PlanMeasure("active_viewers"));
            // A limit on viewers is one on those of this moment.
            for (var i = 0; i < draft.Thresholds.Count; i++) if (draft.Thresholds[i].Measure == "viewers") draft.Thresholds[i] = draft.Thresholds[i] with { Measure = "active_viewers" };
        }
        else draft.Ask("Only active viewers are known for this very moment. Which period is meant?", new Choice("Last 5 minutes", null, "in the last 5 minutes"), new Choice("Last hour", null, "in the last hour"), new Choice("Today", null, "today"));
    }

    private void DefaultMeasure(Draft draft)
    {
        if (draft.Measures.Count > 0 || draft.Analysis == Analysis.Titles) return;
        var implied = draft.Dimensions.Concat(draft.Groups.Select(group => group.Dimension)).Select(id => catalogue.Dimension(id).Implies).FirstOrDefault(measure => measure is not null);
        if (draft.Analysis is Analysis.Aggregate && draft.Dimensions.Count > 0 && draft.Ranking is { Kind: "most" or "least" or "busy" or "quiet" or "popular" or "unpopular" or "common" or "rare" or "played" } ranking && (ranking.Kind is not ("most" or "least") || ranking.Word is "top" or "number one" or "first" or "bottom" or "biggest" or "largest" or "leading" or "smallest" or "peak") || (draft.Grain is not null && draft.Ranking is { Kind: "busy" or "quiet" or "popular" or "unpopular" }))
            draft.Measures.Add(new PlanMeasure(implied ?? (draft.Ranking.Kind == "played" ? "sessions" : "viewers")));
        else if (implied is not null) draft.Measures.Add(new PlanMeasure(implied));
        else if (draft.Ranking is { Kind: "reliable" or "unreliable" } && draft.Dimensions.Count > 0) draft.Ask("Reliable by what?", Choices("error_rate", "failed_session_rate", "buffering_rate"));
        else if (draft.Ranking is { Kind: "fast" or "slow" }) draft.Ask("What should be fast?", Choices("startup_time", "bandwidth"));
        else if (draft.Listed && draft.Ranking is null && draft.Dimensions.Count > 0 && draft.Analysis == Analysis.Aggregate && draft.Thresholds.Count == 0 && !draft.Compare) draft.Measures.Add(new PlanMeasure("viewers"));
        else draft.Ask("What should be measured?", Choices("viewers", "watch_time", "error_rate", "buffering_rate"));
    }

    private IEnumerable<Choice> Choices(params string[] measures) => measures.Select(id => new Choice(catalogue.Measure(id).Name, null, $"by {catalogue.Measure(id).Says[0]}"));

    // "Average daily viewers": the mean of the buckets' values. "Average watch time" has two readings.
    private void Averages(Draft draft)
    {
        if (draft.Measures.Count != 1 || catalogue.Measure(draft.Measures[0].Id) is not { IsStatistic: false } measure || draft.Measures[0].Per is not null) return;
        if (draft.Statistic is null or "sum" || (draft.Statistic == "avg" && measure is { Count: false, Additive: false })) return;
        if (draft.Analysis is Analysis.Anomaly && draft.Statistic == "avg") return;
        if (measure.Live && draft.Statistic == "avg") return;
        if (draft.Grain is not null && draft.Analysis == Analysis.Aggregate && draft.Ranking is null && draft.CompareWith.Count == 0)
        {
            draft.Analysis = Analysis.BucketStatistic;
            draft.Measures[0] = draft.Measures[0] with { Statistic = MeasureRule.Named(draft.Statistic) };
            return;
        }
        if (measure.Id == "watch_time" && draft.Analysis == Analysis.Aggregate && draft.Statistic == "avg")
        {
            // Of a sum there is a mean only per something: per session, told in seconds and in hours.
            draft.Measures[0] = new PlanMeasure("watch_time") { Per = "sessions" };
            draft.Measures.Add(new PlanMeasure("watch_duration") { Statistic = "avg" });
            draft.Assumptions.Add("An average of watch time was read as watch time per session.");
            return;
        }
        var name = measure.Name.ToLowerInvariant();
        draft.Ask($"An average of {name} over what?", new Choice("Per day", null, "per day"), new Choice("Per hour", null, "per hour"), measure.Id == "viewers" ? new Choice("The number itself", "average", "number of") : new Choice("Per viewer", null, "per viewer"));
    }

    // "Longest start-up today": with nothing to rank, a superlative is the largest or smallest value.
    private void Extremes(Draft draft)
    {
        if (draft.Ranking is not { } ranking || draft.Analysis == Analysis.Titles) return;
        // "top title per country" ranks within each country, which one list cannot show.
        if (!draft.Sort && draft.Listed && draft.By && draft.Dimensions.Count + (draft.Grain is null ? 0 : 1) > 1)
        {
            draft.Ask("A ranking within each group is not offered. Should there be one ranking, or one group at a time?", new Choice("One ranking of all", null, ", sorted"));
            return;
        }
        if (draft.Dimensions.Count == 0 && draft.Grain is null)
        {
            var measure = draft.Measures.Count == 1 ? catalogue.Measure(draft.Measures[0].Id) : null;
            if (measure is not { IsStatistic: true } || draft.Analysis != Analysis.Aggregate || ranking.Count is not null || draft.Statistic is not null || draft.Which)
            {
                draft.Ask($"The {ranking.Word} of what?", new Choice("Countries", null, "by country"), new Choice("Devices", null, "by device"), new Choice("Titles", null, "by title"), new Choice("Hours", null, "by hour"));
                return;
            }
            draft.Measures[0] = draft.Measures[0] with { Statistic = Descends(ranking, measure) ? "max" : "min" };
            draft.Ranking = null;
        }
        else if (!draft.Listed && !draft.Sort && !draft.Which && draft.Dimensions.Count > 0 && ranking.Count is null && draft.Measures is [var only] && catalogue.Measure(only.Id).IsStatistic && draft.Statistic is null)
        {
            draft.Measures[0] = only with { Statistic = Descends(ranking, catalogue.Measure(only.Id)) ? "max" : "min" };
            draft.Ranking = null;
        }
    }

    private void Limited(Draft draft)
    {
        foreach (var pending in draft.Pending)
        {
            if (draft.Measures is [var only] && ThresholdRule.Resolved(pending, catalogue.Measure(only.Id)) is { } threshold) draft.Thresholds.Add(threshold);
            else draft.Ask("What is the limit for?", Choices("viewers", "sessions", "errors", "watch_time"));
        }
        if (draft.Thresholds.Count == 0) return;
        if (draft.Dimensions.Count == 0 && draft.Grain is null)
        {
            draft.Ask("The limit is for which groups?", new Choice("Countries", null, "by country"), new Choice("Titles", null, "by title"), new Choice("Hours", null, "by hour"));
            return;
        }
        var limited = draft.Limited.ToList();
        draft.Measures.AddRange(limited.Where(id => draft.Measures.TrueForAll(measure => measure.Id != id)).Select(id => new PlanMeasure(id)));
        // What is asked for comes first, and what it is ordered by; a measure that only limits stands beside it.
        var first = draft.Measures.FindIndex(measure => !limited.Contains(measure.Id));
        if (first > 0)
        {
            var measure = draft.Measures[first];
            draft.Measures.RemoveAt(first);
            draft.Measures.Insert(0, measure);
        }
    }

    /// <summary>Limits of the first measure name none.</summary>
    public static IReadOnlyList<PlanThreshold> Thresholds(Draft draft, IReadOnlyList<PlanMeasure> measures) =>
        [.. draft.Thresholds.Select(threshold => measures.Count > 0 && threshold.Measure == measures[0].Id ? threshold with { Measure = null } : threshold)];

    // "Distribution of sessions by device": the numbers, and their shares beside them.
    private void Shared(Draft draft)
    {
        if (draft.Distribution && draft.Analysis == Analysis.Aggregate && draft.Dimensions.Count > 0 && draft.Grain is null && draft.Ranking is null && draft.Thresholds.Count == 0 && draft.CompareWith.Count == 0
            && draft.Measures is [{ Per: null } only] && catalogue.Measure(only.Id) is { Live: false } and ({ Count: true } or { Additive: true })) draft.Analysis = Analysis.Share;
    }

    private static void Grain(Draft draft, DateTimeOffset now)
    {
        var series = draft.Trend || draft.Analysis == Analysis.Anomaly;
        if (draft.Grain is not null || !series) return;
        var length = (draft.Time?.Period?.To ?? now) - (draft.Time?.Period is { } period ? period.From ?? now.AddDays(-365) : now.AddDays(-7));
        draft.Grain = draft.Analysis == Analysis.Anomaly ? new PlanGrain("hour") : length.TotalHours <= 3 ? new PlanGrain("minute") : length.TotalHours <= 49 ? new PlanGrain("hour") : new PlanGrain("day");
    }

    private PlanOrder? Order(Draft draft)
    {
        if (draft.Ranking is { } ranking && draft.Measures.Count > 0) return new PlanOrder(Descends(ranking, catalogue.Measure(draft.Measures[0].Id)));
        return draft.Sort ? new PlanOrder(true) : null;
    }

    private static int? Limit(Draft draft)
    {
        if (draft.Ranking is not { } ranking) return null;
        if ((ranking.Count ?? draft.BucketCount) is { } count) return count;
        if (draft.Sort) return null;
        return ranking.Plural ? DefaultRows : 1;
    }

    /// <summary>Whether the largest value comes first, which for "best" and "fastest" depends on the measure.</summary>
    internal static bool Descends(Ranking ranking, Measure measure) => ranking.Kind switch
    {
        "most" or "long" or "busy" or "popular" or "common" or "played" => true,
        "least" or "short" or "quiet" or "unpopular" or "rare" => false,
        "best" or "reliable" => !measure.LessIsBetter,
        "worst" or "unreliable" => measure.LessIsBetter,
        "fast" => !measure.LessIsBetter,
        _ => measure.LessIsBetter,
    };
}
