using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>What is measured, by its own name: "start-up time", "viewers". Who it is measured of is told from what is measured.</summary>
internal sealed class MeasureRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        foreach (var (i, token) in sentence.Free<MeasureToken>())
        {
            if (token.Id == "active_viewers") draft.LiveWord = token.Text;
            if (token is { Id: "viewers", Plural: true }) AskForNames(sentence, draft, i);
            sentence.Use(i);
            // "people who stream in 4K"
            if (token.IsVerb && sentence.Tokens.Any(other => other is MeasureToken && other != token)) continue;
            var id = draft.Analysis == Analysis.Correlation ? ForCorrelation(token.Id) : token.Id;
            if (draft.Measures.TrueForAll(measure => measure.Id != id)) draft.Measures.Add(new PlanMeasure(id));
            UseBy(sentence, i);
        }
        UseOtherWords(sentence, draft);
        if (draft.Measures.Count == 0 && draft.Groups.Exists(group => group.Dimension == "event_type"))
            draft.Measures.Add(new PlanMeasure("events"));
        InUnits(sentence, draft);
        for (var i = 0; i < draft.Measures.Count; i++) Settle(draft, i);
        Spread(draft);
    }

    internal static string Named(string statistic) => statistic == "median" ? "p50" : statistic;

    // "List the viewers in Paris", "names of users": people are counted, not named.
    private static void AskForNames(Sentence sentence, Draft draft, int i)
    {
        if (draft.Dimensions.Count > 0) return;
        var list = sentence.Is(i - 1, "all", "of") ? i - 2 : i - 1;
        if (!sentence.Is(list, "list")) return;
        draft.Ask("Viewers are counted, not listed. Is their number meant?", new Choice("Their number", sentence[list]!.Text, "number of"));
    }

    // Correlations are over events, where a sum or a rate is its event's own value.
    private static string ForCorrelation(string id) => id switch
    {
        "watch_time" => "watch_duration",
        "completion_rate" => "retention_rate",
        "buffering_rate" => "buffering_events",
        _ => id,
    };

    // "by viewers", "by 4K sessions", "by number of viewers", "by average start-up time"
    private static void UseBy(Sentence sentence, int i)
    {
        sentence.UseIf(sentence.BeforeValues(i - 1), "by");
        if (sentence.Is(i - 1, "count") || sentence[i - 1] is StatisticToken or QuantityToken or SuperlativeToken)
            sentence.UseIf(i - 2, "by");
    }

    private void UseOtherWords(Sentence sentence, Draft draft)
    {
        // "Which cities buffer most, by stalls per session", "how fast is start-up": the measure says what is meant.
        foreach (var (i, word) in sentence.Free<AmbiguousToken>())
        {
            var choices = catalogue.Words.Ambiguous[word.Word].Choices;
            var joined = sentence.Is(i + 1, "and") || sentence.Is(i - 1, "and");
            if (!joined && draft.Measures.Exists(measure => choices.Contains(measure.Id))) sentence.Use(i);
        }
        // "Start-up time of Akamai traffic": what it is measured of.
        foreach (var (i, word) in sentence.Free<AmbiguousToken>())
        {
            if (word.Text != "traffic" || draft.Measures.Count == 0 || sentence.Is(i + 1, "and")) continue;
            if (sentence[i - 1] is ValueToken or DimensionToken) sentence.Use(i);
        }
    }

    // "Watch time in hours": the unit that it is told in anyway.
    private void InUnits(Sentence sentence, Draft draft)
    {
        if (draft.Measures is not [var only]) return;
        var told = catalogue.Measure(only.Id).Unit switch { "h" => "in hours", "s" => "in seconds", "ms" => "in milliseconds", _ => null };
        foreach (var i in sentence.All("length")) if (sentence[i]!.Text == told) sentence.Use(i);
    }

    // Ratios that have a name of their own, and which statistic of its values a measure is.
    private void Settle(Draft draft, int i)
    {
        if (draft.Measures[i] is { Per: "sessions", PerCount: 1 }) PerSession(draft, i);
        if (catalogue.FindMeasure(draft.Measures[i].Id) is not { IsStatistic: true } known) return;
        if (draft.Measures[i].Per is not null) draft.Ask("That is a mean already; what should it be divided by?");
        draft.Measures[i] = draft.Measures[i] with { Statistic = draft.Measures[i].Statistic ?? Statistic(draft, known) };
    }

    private static void PerSession(Draft draft, int i)
    {
        switch (draft.Measures[i].Id)
        {
            case "buffering_events":
                draft.Measures[i] = new PlanMeasure("buffering_rate");
                break;
            // Per session it is told in hours, and as watch duration in seconds.
            case "watch_time" when draft.Measures.TrueForAll(other => other.Id != "watch_duration"):
                draft.Measures.Insert(i + 1, new PlanMeasure("watch_duration") { Statistic = "avg" });
                break;
            case "startup_time" or "buffering_duration" or "bandwidth" or "watch_duration" or "retention_rate"
                when draft.Statistic is "avg" or null:
                draft.Measures[i] = new PlanMeasure(draft.Measures[i].Id);
                break;
        }
    }

    // A total is only there of lengths of time.
    private static string? Statistic(Draft draft, Measure measure) => draft.Statistic switch
    {
        null => measure.Statistic,
        "sum" when measure.Id is not ("buffering_duration" or "watch_duration") => measure.Statistic,
        var named => Named(named),
    };

    // "p50 and p95": a column for each.
    private static void Spread(Draft draft)
    {
        if (draft.Statistics.Count < 2) return;
        if (draft.Measures is [{ Statistic: not null } only])
        {
            draft.Measures.Clear();
            draft.Measures.AddRange(draft.Statistics.Select(statistic => only with { Statistic = Named(statistic) }));
        }
        else
        {
            draft.Ask("Several statistics are named. Of which measure?");
        }
    }
}
