using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Grammar;

/// <summary>Which measures are meant, where the question doesn't name them by the name that they have.</summary>
internal sealed partial class PlanMaker
{
    private static readonly string[] OftenCorrelated = ["startup_time", "bandwidth", "buffering_duration", "watch_duration"];

    // "The longest stalls", "longer sessions": how long they were, not how many.
    private static void Durations(Draft draft)
    {
        if (!draft.Lengths && draft.Ranking is not { Kind: "long" or "short" }) return;
        if (draft.Measures is not [{ Per: null, Id: "buffering_events" or "sessions" } counted, ..]) return;
        var length = counted.Id == "sessions" ? "watch_duration" : "buffering_duration";
        // "The longest session, in watch duration" names it as well.
        draft.Measures.RemoveAll(measure => measure.Id == length);
        draft.Measures[0] = new PlanMeasure(length) { Statistic = MeasureRule.Named(draft.Statistic ?? "avg") };
    }

    public static void AskWhichHour(Draft draft) => draft.Ask(
        "Which hour is meant?",
        new Choice("Hour of day, UTC", null, "by hour of day"),
        new Choice("Hour of day, where the viewers are", null, "by local hour"),
        new Choice("One hour of the period", null, "by hour"));

    // "Correlation with bandwidth": of what?
    private void Correlated(Draft draft)
    {
        if (draft is not { Analysis: Analysis.Correlation, Measures: [var only] }) return;
        var others = OftenCorrelated.Where(id => id != only.Id).Select(catalogue.Measure);
        draft.Ask(
            $"Between {catalogue.Measure(only.Id).Name.ToLowerInvariant()} and what?",
            others.Select(other => new Choice(other.Name, null, $"and {other.Says[0]}")));
    }

    // "Now" makes viewers active ones; other measures have no meaning for a moment.
    private static void Live(Draft draft)
    {
        if (draft.Measures.Exists(measure => measure.Id == "active_viewers"))
        {
            draft.Measures.RemoveAll(measure => measure is { Id: "viewers", Per: null });
            if (draft.Time is not null) LiveOfPeriod(draft, draft.Measures.FindIndex(measure => measure.Id == "active_viewers"));
        }
        else if (draft.Now && draft.Time is null && draft.Analysis is not Analysis.Titles)
        {
            OfThisMoment(draft);
        }
    }

    // "Active users last week", "people online today": who was there at some time.
    private static void LiveOfPeriod(Draft draft, int live)
    {
        if (!draft.Now && draft.LiveWord is { } word && !IsConcurrent(word))
        {
            draft.Measures[live] = new PlanMeasure("viewers");
            draft.Assumptions.Add("Active viewers are of this moment; for a period, distinct viewers were counted.");
            return;
        }
        draft.Ask(
            "Active viewers are counted at this moment only. For a period, which is meant?",
            new Choice("Distinct viewers", null, "distinct viewers"),
            new Choice("Sessions", null, "sessions"));
    }

    private static bool IsConcurrent(string word) =>
        word.Contains("concurrent", StringComparison.Ordinal)
        || word.Contains("simultaneous", StringComparison.Ordinal)
        || word.Contains("concurrency", StringComparison.Ordinal)
        || word == "ccu";

    private static void OfThisMoment(Draft draft)
    {
        if (draft.Measures is not ([] or [{ Id: "viewers", Per: null }]))
        {
            draft.Ask(
                "Only active viewers are known for this very moment. Which period is meant?",
                new Choice("Last 5 minutes", null, "in the last 5 minutes"),
                new Choice("Last hour", null, "in the last hour"),
                new Choice("Today", null, "today"));
            return;
        }
        draft.Measures.Clear();
        draft.Measures.Add(new PlanMeasure("active_viewers"));
        // A limit on viewers is one on those of this moment.
        for (var i = 0; i < draft.Thresholds.Count; i++)
            if (draft.Thresholds[i].Measure == "viewers") draft.Thresholds[i] = draft.Thresholds[i] with { Measure = "active_viewers" };
    }

    private void DefaultMeasure(Draft draft)
    {
        if (draft.Measures.Count > 0 || draft.Analysis == Analysis.Titles) return;
        var implied = draft.Dimensions.Concat(draft.Groups.Select(group => group.Dimension))
            .Select(id => catalogue.Dimension(id).Implies)
            .FirstOrDefault(measure => measure is not null);
        if (RanksGroups(draft) || RanksBuckets(draft))
            draft.Measures.Add(new PlanMeasure(implied ?? (draft.Ranking!.Kind == "played" ? "sessions" : "viewers")));
        else if (implied is not null) draft.Measures.Add(new PlanMeasure(implied));
        else if (draft.Ranking is { Kind: "reliable" or "unreliable" } && draft.Dimensions.Count > 0)
            draft.Ask("Reliable by what?", Choices("error_rate", "failed_session_rate", "buffering_rate"));
        else if (draft.Ranking is { Kind: "fast" or "slow" }) draft.Ask("What should be fast?", Choices("startup_time", "bandwidth"));
        else if (IsPlainList(draft)) draft.Measures.Add(new PlanMeasure("viewers"));
        else draft.Ask("What should be measured?", Choices("viewers", "watch_time", "error_rate", "buffering_rate"));
    }

    // "top countries", "the busiest CDN", "most popular titles": by viewers. "Most" and "least" alone want a measure.
    private static bool RanksGroups(Draft draft)
    {
        if (draft is not { Analysis: Analysis.Aggregate, Dimensions.Count: > 0, Ranking: { } ranking }) return false;
        return ranking.Kind switch
        {
            "busy" or "quiet" or "popular" or "unpopular" or "common" or "rare" or "played" => true,
            "most" or "least" => ranking.Word is "top" or "number one" or "first" or "bottom" or "biggest" or "largest" or "leading"
                or "smallest" or "peak",
            _ => false,
        };
    }

    // "the busiest hour"
    private static bool RanksBuckets(Draft draft) =>
        draft is { Grain: not null, Ranking.Kind: "busy" or "quiet" or "popular" or "unpopular" };

    // "which CDNs", "list all ISPs"
    private static bool IsPlainList(Draft draft) =>
        draft is { Listed: true, Compare: false, Analysis: Analysis.Aggregate, Ranking: null, Dimensions.Count: > 0, Thresholds.Count: 0 };

    private IEnumerable<Choice> Choices(params string[] measures) =>
        measures.Select(catalogue.Measure).Select(measure => new Choice(measure.Name, null, $"by {measure.Says[0]}"));

    // "Average daily viewers": the mean of the buckets' values. "Average watch time" has two readings.
    private void Averages(Draft draft)
    {
        if (draft.Measures is not [{ Per: null } only] || draft.Statistic is not { } statistic) return;
        var measure = catalogue.Measure(only.Id);
        if (measure.IsStatistic || IsAverageAnyway(draft, measure)) return;
        var isPlain = draft.Analysis == Analysis.Aggregate;
        if (isPlain && draft is { Grain: not null, Ranking: null, CompareWith.Count: 0 })
        {
            draft.Analysis = Analysis.BucketStatistic;
            draft.Measures[0] = only with { Statistic = MeasureRule.Named(statistic) };
        }
        else if (isPlain && measure.Id == "watch_time" && statistic == "avg")
        {
            // Of a sum there is a mean only per something: per session, told in seconds and in hours.
            draft.Measures[0] = new PlanMeasure("watch_time") { Per = "sessions" };
            draft.Measures.Add(new PlanMeasure("watch_duration") { Statistic = "avg" });
            draft.Assumptions.Add("An average of watch time was read as watch time per session.");
        }
        else
        {
            AskOverWhat(draft, measure);
        }
    }

    private static void AskOverWhat(Draft draft, Measure measure) => draft.Ask(
        $"An average of {measure.Name.ToLowerInvariant()} over what?",
        new Choice("Per day", null, "per day"),
        new Choice("Per hour", null, "per hour"),
        measure.Id == "viewers"
            ? new Choice("The number itself", "average", "number of")
            : new Choice("Per viewer", null, "per viewer"));

    // A total is what a count is; the average of a rate, of a moment, or among anomalies says no more than the measure.
    private static bool IsAverageAnyway(Draft draft, Measure measure) => draft.Statistic switch
    {
        "sum" => true,
        "avg" => measure.Live || measure is { Count: false, Additive: false } || draft.Analysis is Analysis.Anomaly,
        _ => false,
    };
}
