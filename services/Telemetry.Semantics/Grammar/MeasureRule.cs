using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>What is measured, by its own name: "start-up time", "viewers". Who it is measured of is told from what is measured.</summary>
internal sealed class MeasureRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        Actors(sentence);
        Populations(sentence);
        foreach (var i in sentence.Free<MeasureToken>())
        {
            var token = (MeasureToken)sentence[i]!;
            // "people who stream in 4K": the verb, not the noun.
            var verb = IsVerb(token);
            if (token.Id == "active_viewers") draft.LiveWord = token.Text;
            // "List the viewers in Paris", "names of users": people are counted, not named.
            if (token is { Id: "viewers", Plural: true } && draft.Dimensions.Count == 0 && sentence.IsFree(i) && (sentence.Is(i - 1, "list") || (sentence.Is(i - 2, "list") && sentence.Is(i - 1, "all", "of"))))
                draft.Ask("Viewers are counted, not listed. Is their number meant?", new Choice("Their number", sentence[sentence.Is(i - 1, "list") ? i - 1 : i - 2]!.Text, "number of"));
            if (verb && sentence.Tokens.Any(other => other is MeasureToken measure && measure != token))
            {
                sentence.Use(i);
                continue;
            }
            sentence.Use(i);
            var id = draft.Analysis == Analysis.Correlation ? ForCorrelation(token.Id) : token.Id;
            if (draft.Measures.All(measure => measure.Id != id)) draft.Measures.Add(new PlanMeasure(id));
            // "by viewers", "by 4K sessions"
            var by = i - 1;
            while (sentence[by] is ValueToken && !sentence.IsFree(by)) by--;
            if (sentence.Is(by, "by") && sentence.IsFree(by)) sentence.Use(by);
            if (sentence.Is(i - 1, "count") && sentence.Is(i - 2, "by") && sentence.IsFree(i - 2)) sentence.Use(i - 2);
            if (sentence[i - 1] is StatisticToken && sentence.Is(i - 2, "by") && sentence.IsFree(i - 2)) sentence.Use(i - 2);
            if (sentence[i - 1] is QuantityToken or SuperlativeToken && sentence.Is(i - 2, "by") && sentence.IsFree(i - 2)) sentence.Use(i - 2);
        }
        // "Which cities buffer most, by stalls per session", "how fast is start-up": the measure says what is meant.
        foreach (var i in sentence.Free<AmbiguousToken>())
            if (!sentence.Is(i + 1, "and") && !sentence.Is(i - 1, "and") && draft.Measures.Any(measure => catalogue.Words.Ambiguous[((AmbiguousToken)sentence[i]!).Word].Choices.Contains(measure.Id))) sentence.Use(i);
        // "Start-up time of Akamai traffic": what it is measured of.
        foreach (var i in sentence.Free<AmbiguousToken>())
            if (sentence[i]!.Text == "traffic" && sentence[i - 1] is ValueToken or DimensionToken && draft.Measures.Count > 0 && !sentence.Is(i + 1, "and")) sentence.Use(i);
        if (draft.Measures.Count == 0 && draft.Groups.Find(group => group.Dimension == "event_type") is not null) draft.Measures.Add(new PlanMeasure("events"));
        InUnits(sentence, draft);
        Combine(draft);
        Spread(draft);
    }

    // "Watch time in hours": the unit that it is told in anyway.
    private void InUnits(Sentence sentence, Draft draft)
    {
        if (draft.Measures.Count != 1) return;
        var told = catalogue.Measure(draft.Measures[0].Id).Unit switch { "h" => "in hours", "s" => "in seconds", "ms" => "in milliseconds", _ => null };
        foreach (var i in sentence.All("length")) if (sentence[i]!.Text == told) sentence.Use(i);
    }

    // "How many pauses did TV viewers make": the events are counted, those who made them say of which ones.
    private static void Actors(Sentence sentence)
    {
        var counted = sentence.All("count").FirstOrDefault(i => sentence[i + 1] is ValueToken { Values: [{ Dimension: "event_type" }, ..], Plural: true } && sentence[i + 2] is not MeasureToken, -1);
        if (counted < 0) return;
        foreach (var i in sentence.Free<MeasureToken>())
            if (i > counted && ((MeasureToken)sentence[i]!).Id is "viewers" or "sessions" && !sentence.Is(i - 1, "per", "by") && !sentence.Is(i - 1, "and")) sentence.Use(i);
    }

    // "error rate for Windows users": who it is measured of, not a second measure. Measures side by side are joined by "and".
    private static void Populations(Sentence sentence)
    {
        var free = sentence.Free<MeasureToken>().ToList();
        foreach (var i in free)
        {
            if (((MeasureToken)sentence[i]!).Id is not ("viewers" or "sessions" or "events")) continue;
            // "of the sessions on X, what share had an error": both are needed.
            var failing = free.FirstOrDefault(j => j > i && ((MeasureToken)sentence[j]!).Id == "errors", -1);
            if (failing > 0 && sentence.Has("share") && Enumerable.Range(i, failing - i).Any(j => sentence.Is(j, "had", "predicate"))) continue;
            var joined = sentence.Is(i - 1, "and") && sentence[i - 2] is MeasureToken or StatisticToken || (sentence.Is(i + 1, "and") && (sentence[i + 2] is MeasureToken || (sentence[i + 2] is StatisticToken or KeywordToken { Role: "count" } && sentence[i + 3] is MeasureToken)));
            var limited = sentence[i - 1] is QuantityToken && sentence[i - 2] is ComparatorToken;
            var ordering = sentence.Is(i - 1, "by") && sentence.IsFree(i - 1) || sentence[i - 1] is SuperlativeToken;
            if (joined || limited || ordering) continue;
            var others = free.Where(j => j != i && sentence.IsFree(j) && sentence[j] is MeasureToken other && !IsVerb(other) && (other.Id is not ("viewers" or "sessions" or "events") || j < i)).ToList();
            if (others.Count > 0) sentence.Use(i);
        }
    }

    private static bool IsVerb(MeasureToken token) => token.Text is "view" or "play" or "stream" or "viewing" or "start playing" && !token.Plural;

    // Ratios that have a name of their own, and averages of sums.
    private void Combine(Draft draft)
    {
        for (var i = 0; i < draft.Measures.Count; i++)
        {
            var measure = draft.Measures[i];
            if (measure is { Per: "sessions", PerCount: 1 })
            {
                if (measure.Id == "buffering_events") draft.Measures[i] = new PlanMeasure("buffering_rate");
                // Per session it is told in hours, and as watch duration in seconds.
                if (measure.Id == "watch_time" && draft.Measures.All(other => other.Id != "watch_duration")) draft.Measures.Insert(i + 1, new PlanMeasure("watch_duration") { Statistic = "avg" });
                if (measure.Id is "startup_time" or "buffering_duration" or "bandwidth" or "watch_duration" or "retention_rate" && draft.Statistic is "avg" or null) draft.Measures[i] = new PlanMeasure(measure.Id);
            }
            if (catalogue.FindMeasure(draft.Measures[i].Id) is { IsStatistic: true } found)
            {
                if (draft.Measures[i].Per is not null) draft.Ask("That is a mean already; what should it be divided by?");
                draft.Measures[i] = draft.Measures[i] with { Statistic = draft.Measures[i].Statistic ?? (draft.Statistic is null || (draft.Statistic == "sum" && found.Id is not "buffering_duration" && found.Id != "watch_duration") ? found.Statistic : Named(draft.Statistic)) };
            }
        }
    }

    // Correlations are over events, where a sum or a rate is its event's own value.
    private static string ForCorrelation(string id) => id switch { "watch_time" => "watch_duration", "completion_rate" => "retention_rate", "buffering_rate" => "buffering_events", _ => id };

    private static void Spread(Draft draft)
    {
        if (draft.Statistics.Count < 2) return;
        if (draft.Measures is [{ Statistic: not null } only]) { draft.Measures.Clear(); draft.Measures.AddRange(draft.Statistics.Select(statistic => only with { Statistic = Named(statistic) })); }
        else draft.Ask("Several statistics are named. Of which measure?");
    }

    internal static string Named(string statistic) => statistic == "median" ? "p50" : statistic;
}
