using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>What is measured, with its statistic, and ratios of two measures: "p95 start-up time", "errors per session", "errors per 1000 events".</summary>
internal sealed class MeasureRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        Statistic(sentence, draft);
        Ratios(sentence, draft);
        foreach (var i in sentence.Free<MeasureToken>())
        {
            var token = (MeasureToken)sentence[i]!;
            // "people who stream in 4K": the verb, not the noun.
            var verb = token.Text is "view" or "play" or "stream" or "viewing" or "start playing" && !token.Plural;
            if (verb && sentence.Tokens.Any(other => other is MeasureToken measure && measure != token))
            {
                sentence.Use(i);
                continue;
            }
            sentence.Use(i);
            if (draft.Measures.All(measure => measure.Id != token.Id)) draft.Measures.Add(new PlanMeasure(token.Id));
            if (sentence.Is(i - 1, "by") && sentence.IsFree(i - 1)) sentence.Use(i - 1);
            if (sentence[i - 1] is StatisticToken && sentence.Is(i - 2, "by") && sentence.IsFree(i - 2)) sentence.Use(i - 2);
            if (sentence[i - 1] is QuantityToken or SuperlativeToken && sentence.Is(i - 2, "by") && sentence.IsFree(i - 2)) sentence.Use(i - 2);
        }
        if (draft.Measures.Count == 0 && draft.Groups.Find(group => group.Dimension == "event_type") is not null) draft.Measures.Add(new PlanMeasure("events"));
        Combine(sentence, draft);
    }

    private static void Statistic(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.Free<StatisticToken>())
        {
            var statistic = ((StatisticToken)sentence[i]!).Statistic;
            if (draft.Statistic is not null && draft.Statistic != statistic && !(statistic is "avg" or "sum"))
            {
                if (draft.Statistic is not ("avg" or "sum")) return;
            }
            else if (draft.Statistic is not null and not ("avg" or "sum") && statistic is "avg" or "sum") { }
            sentence.Use(i);
            draft.Statistic = draft.Statistic is not (null or "avg" or "sum") && statistic is "avg" or "sum" ? draft.Statistic : statistic;
        }
    }

    private static void Ratios(Sentence sentence, Draft draft)
    {
        for (var i = 0; i < sentence.Count; i++)
        {
            if (!sentence.IsFree(i) || !sentence.Is(i, "per", "by")) continue;
            var at = i + 1;
            var count = 1.0;
            if (sentence[at] is QuantityToken { Unit: null } quantity && sentence.IsFree(at)) (count, at) = (quantity.Value, at + 1);
            if (sentence[at] is not MeasureToken { Id: "viewers" or "sessions" or "events" or "watch_time" or "errors" or "active_viewers" or "buffering_events" } below || !sentence.IsFree(at)) continue;
            if (sentence.Is(i, "by") && (below.Plural || !IsEach(sentence[i]!.Text))) continue;
            // What is divided: the nearest measure before, or else the one behind ("per session, how many errors").
            var above = Enumerable.Range(0, i).Reverse().Concat(Enumerable.Range(at + 1, Math.Max(0, sentence.Count - at - 1))).FirstOrDefault(j => sentence.IsFree(j) && sentence[j] is MeasureToken, -1);
            if (above < 0 || ((MeasureToken)sentence[above]!).Id is var id && id == below.Id) continue;
            for (var used = i; used <= at; used++) sentence.Use(used);
            sentence.Use(above);
            draft.Measures.Add(new PlanMeasure(id) { Per = below.Id, PerCount = count });
        }
    }

    private static bool IsEach(string by) => by is "each" or "every" or "for each" or "for every" or "in each" or "in every" or "per each" or "of each" or "within each";

    // Ratios that have a name of their own, and averages of sums.
    private void Combine(Sentence sentence, Draft draft)
    {
        for (var i = 0; i < draft.Measures.Count; i++)
        {
            var measure = draft.Measures[i];
            if (measure is { Per: "sessions", PerCount: 1 })
            {
                if (measure.Id == "buffering_events") draft.Measures[i] = new PlanMeasure("buffering_rate");
                if (measure.Id is "startup_time" or "buffering_duration" or "bandwidth" or "watch_duration" or "retention_rate" && draft.Statistic is "avg" or null) draft.Measures[i] = new PlanMeasure(measure.Id);
            }
            if (catalogue.FindMeasure(draft.Measures[i].Id) is { IsStatistic: true } found)
            {
                if (draft.Measures[i].Per is not null) draft.Ask("That is a mean already; what should it be divided by?");
                draft.Measures[i] = draft.Measures[i] with { Statistic = draft.Statistic is null || (draft.Statistic == "sum" && found.Id is not "buffering_duration" && found.Id != "watch_duration") ? found.Statistic : Named(draft.Statistic) };
            }
        }
    }

    internal static string Named(string statistic) => statistic == "median" ? "p50" : statistic;
}
