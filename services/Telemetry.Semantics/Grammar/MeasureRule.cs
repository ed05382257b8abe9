using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>What is measured, with its statistic, and ratios of two measures: "p95 start-up time", "errors per session", "errors per 1000 events".</summary>
internal sealed class MeasureRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (draft.Analysis == Analysis.Correlation)
            foreach (var i in sentence.Free<AmbiguousToken>().Where(i => ((AmbiguousToken)sentence[i]!).Word == "completion"))
            {
                sentence.Use(i);
                draft.Measures.Add(new PlanMeasure("retention_rate"));
            }
        Statistic(sentence, draft);
        Affected(sentence, draft);
        Individuals(sentence, draft);
        Ratios(sentence, draft);
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
            if (sentence.Is(i - 1, "by") && sentence.IsFree(i - 1)) sentence.Use(i - 1);
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

    // "p95 and p99" are two columns of one measure; "average" and "total" beside another statistic say nothing more.
    private static void Statistic(Sentence sentence, Draft draft)
    {
        var found = new List<string>();
        foreach (var i in sentence.Free<StatisticToken>())
        {
            sentence.Use(i);
            found.Add(((StatisticToken)sentence[i]!).Statistic);
        }
        if (found.Exists(statistic => statistic == "median" || statistic.StartsWith('p'))) sentence.UseAll("percentile");
        if (sentence.Has("instead") && found.Count > 1) found.RemoveRange(1, found.Count - 1);
        var strong = found.Where(statistic => statistic is not ("avg" or "sum")).Distinct().ToList();
        draft.Statistic = strong.FirstOrDefault() ?? found.FirstOrDefault() ?? draft.Statistics.FirstOrDefault();
        draft.Statistics.Clear();
        var joined = sentence.Tokens.OfType<StatisticToken>().Zip(sentence.Tokens.OfType<StatisticToken>().Skip(1)).Any(pair => pair.Second.Start - pair.First.End <= 2);
        if (strong.Count > 1 || (joined && found.Distinct().Count() > 1)) draft.Statistics.AddRange(found.Distinct());
    }

    private static void Ratios(Sentence sentence, Draft draft)
    {
        // "the ratio of errors to sessions"
        foreach (var i in sentence.Free<AmbiguousToken>().Where(i => ((AmbiguousToken)sentence[i]!).Word == "ratio"))
            if (sentence[i + 1] is MeasureToken top && sentence[i + 2] is MeasureToken { Id: "viewers" or "sessions" or "events" or "errors" } bottom && sentence.WordBefore(i + 2) == "to" && top.Id != bottom.Id)
            {
                for (var used = i; used <= i + 2; used++) sentence.Use(used);
                draft.Measures.Add(new PlanMeasure(top.Id) { Per = bottom.Id });
            }
        Typical(sentence, draft);
        for (var i = 0; i < sentence.Count; i++)
        {
            if (!sentence.IsFree(i) || !sentence.Is(i, "per", "by")) continue;
            var at = i + 1;
            var count = 1.0;
            if (sentence[at] is QuantityToken { Unit: null } quantity && sentence.IsFree(at)) (count, at) = (quantity.Value, at + 1);
            if (sentence[at] is not MeasureToken { Id: "viewers" or "sessions" or "events" or "watch_time" or "errors" or "active_viewers" or "buffering_events" } below || !sentence.IsFree(at)) continue;
            if (sentence.Is(i, "by") && ((below.Plural && count == 1) || !IsEach(sentence[i]!.Text))) continue;
            // What is divided: the nearest measure before, or else the one behind ("per session, how many errors").
            var above = Enumerable.Range(0, i).Reverse().Concat(Enumerable.Range(at + 1, Math.Max(0, sentence.Count - at - 1))).FirstOrDefault(j => sentence.IsFree(j) && sentence[j] is MeasureToken, -1);
            if (above < 0 || ((MeasureToken)sentence[above]!).Id is var id && id == below.Id) continue;
            for (var used = i; used <= at; used++) sentence.Use(used);
            sentence.Use(above);
            draft.Measures.Add(new PlanMeasure(id) { Per = below.Id, PerCount = count });
        }
    }

    // "How many stalls does the average viewer see", "hours watched by the average customer": per viewer.
    private static void Typical(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.Free<MeasureToken>())
        {
            if (sentence[i] is not MeasureToken { Id: "viewers" or "sessions", Plural: false } below || sentence[i - 1] is not StatisticToken { Statistic: "avg" } average || sentence[i + 1] is MeasureToken) continue;
            if (!average.Text.StartsWith("the ", StringComparison.Ordinal) && sentence.WordBefore(i - 1) is not ("the" or "an" or "a" or "our")) continue;
            var above = Enumerable.Range(0, i).FirstOrDefault(j => sentence.IsFree(j) && sentence[j] is MeasureToken measure && measure.Id != below.Id, -1);
            var spoken = draft.Measures.FindIndex(measure => measure is { Id: "watch_time", Per: null });
            if (above < 0 && spoken < 0) continue;
            sentence.Use(i);
            if (above < 0) draft.Measures[spoken] = draft.Measures[spoken] with { Per = below.Id };
            else
            {
                sentence.Use(above);
                draft.Measures.Add(new PlanMeasure(((MeasureToken)sentence[above]!).Id) { Per = below.Id });
            }
            draft.Statistic = null;
            return;
        }
    }

    // "viewers with an error", "sessions that hit a failure": who had one, counted once.
    private static void Affected(Sentence sentence, Draft draft)
    {
        Outcome(sentence, draft);
        Different(sentence, draft);
        foreach (var i in sentence.Free<MeasureToken>())
        {
            var who = ((MeasureToken)sentence[i]!).Id;
            if (who is not ("viewers" or "sessions")) continue;
            var at = i + 1;
            while (sentence.Is(at, "predicate") || (sentence.Is(at, "with") && !sentence.Is(at, "had"))) at++;
            // "users had errors", "people saw failures": the verb alone says it too.
            var verb = at > i + 1 && sentence.Is(at - 1, "predicate") && sentence[at - 1]!.Text is "had" or "have" or "has" or "saw" or "see" or "sees" or "got" or "get" or "gets";
            if (!verb && !sentence.Is(at, "had")) continue;
            while (sentence.Is(at, "had") || (sentence[at] is ComparatorToken { Operator: "atLeast" } && sentence[at + 1] is QuantityToken { Value: 1, Unit: null }) || (sentence[at] is QuantityToken { Value: 1, Unit: null } && sentence[at - 1] is ComparatorToken)) at++;
            if (sentence[at] is not MeasureToken { Id: "errors" } || !sentence.IsFree(at) || sentence.Is(at + 1, "per", "and")) continue;
            for (var used = i; used <= at; used++) sentence.Use(used);
            draft.Thresholds.Clear();
            if (who == "sessions") draft.Measures.Add(new PlanMeasure("failed_sessions"));
            else
            {
                draft.Measures.Add(new PlanMeasure("viewers"));
                draft.Filters.Add(new PlanFilter("event_type", FilterOperator.In, ["error"]));
            }
            return;
        }
    }

    // "sessions with more than 30 stalls", "top 5 viewers by watch time": single sessions and viewers.
    private static void Individuals(Sentence sentence, Draft draft)
    {
        if (draft.Dimensions.Count > 0 || sentence.Tokens.Any(token => token is DimensionToken or UnitToken)) return;
        foreach (var i in sentence.Free<MeasureToken>())
        {
            var token = (MeasureToken)sentence[i]!;
            if (token is not { Id: "viewers" or "sessions", Plural: true } || sentence.Is(i - 1, "count") || sentence.Is(i - 1, "by", "per") || sentence.Has("share")) continue;
            var limited = draft.LimitedMeasure is { } id && id != token.Id && (i == 0 || sentence.Is(i - 1, "list") || sentence.Is(i - 1, "which") || sentence.Is(i - 1, "all"));
            var ranked = (sentence[i - 1] is SuperlativeToken { Text: "top" or "bottom" or "worst" or "best" or "biggest" } || (sentence[i - 1] is QuantityToken && sentence[i - 2] is SuperlativeToken) || (i == 0 && false)) && sentence.Free<MeasureToken>().Any(j => j > i && sentence[j] is MeasureToken other && other.Id != token.Id && other.Id is not ("viewers" or "active_viewers"));
            if (!limited && !ranked) continue;
            sentence.Use(i);
            draft.AddDimension(token.Id == "viewers" ? "customer" : "session");
            draft.Listed = true;
            return;
        }
    }

    // "how many countries had viewers", "number of titles that were watched": different values.
    private static void Different(Sentence sentence, Draft draft)
    {
        if (draft.Thresholds.Count > 0 || draft.Pending.Count > 0) return;
        foreach (var i in sentence.All("count"))
        {
            if (sentence[i + 1] is not DimensionToken { Plural: true } dimension || !sentence.IsFree(i + 1) || dimension.Id is "customer" or "session" or "local_hour" or "hour_of_day") continue;
            var measures = sentence.Free<MeasureToken>().ToList();
            if (measures.Any(j => ((MeasureToken)sentence[j]!).Id is not ("viewers" or "sessions")) || sentence.Tokens.Any(token => token is SuperlativeToken or AmbiguousToken)) return;
            foreach (var j in measures) sentence.Use(j);
            sentence.Use(i + 1);
            draft.Measures.Add(new PlanMeasure("distinct_values") { Of = dimension.Id });
            return;
        }
    }

    // "which part of the plays on Roku failed", "how many sessions were finished": what became of sessions, said by a verb.
    private static void Outcome(Sentence sentence, Draft draft)
    {
        var failed = sentence.All("failed").Where(sentence.IsFree).ToList();
        var finished = sentence.Free<AmbiguousToken>().Where(i => ((AmbiguousToken)sentence[i]!).Word == "completion").ToList();
        var sessions = sentence.Free<MeasureToken>().Where(i => ((MeasureToken)sentence[i]!).Id == "sessions" && !sentence.Is(i - 1, "per")).ToList();
        var others = sentence.Free<MeasureToken>().Any(i => ((MeasureToken)sentence[i]!).Id is not ("sessions" or "viewers"));
        if (sessions.Count != 1 || others || failed.Count + finished.Count != 1 || !(sentence.Has("count") || sentence.Has("share"))) return;
        foreach (var i in failed.Concat(finished).Concat(sessions)) sentence.Use(i);
        draft.Measures.Add(new PlanMeasure(failed.Count == 1 ? "failed_sessions" : "completed_sessions"));
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

    private static bool IsEach(string by) => by is "each" or "every" or "for each" or "for every" or "in each" or "in every" or "per each" or "of each" or "within each";

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
