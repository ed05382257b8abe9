using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// Measures that are asked for by a question word and a verb: "how long do people watch", "how quickly do videos start", "how many times was it
/// played", "how much did they watch", "who is watching".
/// </summary>
internal sealed class SpokenDurationRule : IRule
{
    private static readonly HashSet<string> Watching = ["watch", "watches", "watched", "watching", "view", "viewed", "viewing", "stream", "streamed", "streaming", "tuned", "seen", "saw", "consumed", "play", "played", "playing"];
    private static readonly HashSet<string> GettingThrough = ["get", "gets", "got", "make", "sit"];
    private static readonly HashSet<string> Stalling = ["stall", "stalled", "stalls", "freeze", "froze", "frozen", "rebuffer", "rebuffered", "buffer", "buffered", "interrupted"];

    /// <summary>A form of a verb for watching.</summary>
    public static bool IsWatching(string word) => Watching.Contains(word);

    public void Apply(Sentence sentence, Draft draft)
    {
        if (draft.Analysis == Analysis.Titles) return;
        var watching = sentence.Words.Any(word => Watching.Contains(word.Plain));
        // "Streamed by viewers in Warsaw", "watched on Akamai by Windows users": who did it, not how to group.
        foreach (var i in sentence.All("by"))
        {
            var who = i + 1;
            while (sentence[who] is ValueToken && !sentence.IsFree(who)) who++;
            if (sentence[who] is MeasureToken { Id: "viewers" } && (who > i + 1 ? watching : Watching.Contains(sentence.WordBefore(i)))) sentence.Use(i);
        }
        var measures = sentence.Free<MeasureToken>().ToDictionary(i => i, i => ((MeasureToken)sentence[i]!).Id);
        var audience = measures.Values.All(id => id is "viewers" or "sessions");
        if (watching && audience && sentence.All("howLong").Any(i => sentence[i]!.Text == "how many minutes") && measures.Keys.Any(i => IsTypical(sentence, i)))
        {
            // Told per viewer, which is left to the rule for ratios.
            sentence.UseAll("howLong");
            draft.Measures.Add(new PlanMeasure("watch_time"));
        }
        else if (sentence.Has("howLong") || sentence.Has("howFast")) Long(sentence, draft, measures, audience);
        else if (sentence.Has("howOften")) Often(sentence, draft, measures, watching, audience);
        else if ((watching || GetThrough(sentence)) && audience && sentence.Has("share") && OfTitle(sentence, draft, measures)) return;
        else if (sentence.Has("howMuch")) Much(sentence, draft, measures, watching, audience);
        else if (measures.Count == 0 && watching && Hours(sentence) is { } hours)
        {
            sentence.Use(hours);
            draft.Measures.Add(new PlanMeasure("watch_time"));
        }
        else if (audience && watching && sentence.Has("count") && Hours(sentence) is { } spoken && measures.Count > 0)
        {
            // Of "the average viewer" it is told per viewer, which is left to the rule for ratios.
            foreach (var i in measures.Keys) if (!IsTypical(sentence, i) && !IsEachOf(sentence, i)) sentence.Use(i);
            sentence.Use(spoken);
            draft.Measures.Add(new PlanMeasure("watch_time"));
        }
        else if (measures.Count == 0 && watching && !draft.Lengths && !sentence.Tokens.Any(token => token is AmbiguousToken or SuperlativeToken) && (sentence.Words.Any(word => word.Plain == "who") || Many(sentence)))
            draft.Measures.Add(new PlanMeasure("viewers"));
        // "hours of Steel Monsoon watched"
        else if (measures.Count == 0 && watching && sentence.Free<UnitToken>().FirstOrDefault(i => sentence[i] is UnitToken { Unit: "hour", Plural: true } && sentence.WordAfter(i) == "of", -1) is >= 0 and var spent)
        {
            sentence.Use(spent);
            draft.Measures.Add(new PlanMeasure("watch_time"));
        }
        // "which systems start fastest"
        else if (measures.Count == 0 && sentence.Has("start") && sentence.Tokens.Any(token => token is SuperlativeToken { Kind: "fast" or "slow" }))
        {
            sentence.UseAll("start");
            draft.Measures.Add(new PlanMeasure("startup_time"));
        }
        // "which country streams the most hours"
        else if (audience && sentence.Free<UnitToken>().FirstOrDefault(i => sentence[i] is UnitToken { Unit: "hour", Plural: true } && sentence[i - 1] is SuperlativeToken, -1) is >= 0 and var most && (watching || measures.Keys.Any(i => sentence[i - 1] is DimensionToken)))
        {
            foreach (var i in measures.Keys) sentence.Use(i);
            sentence.Use(most);
            draft.Measures.Add(new PlanMeasure("watch_time"));
        }
        // "where people watch the longest", "who watches longer"
        else if (audience && watching && (measures.Count > 0 || draft.Lengths) && !measures.ContainsValue("sessions") && (draft.Lengths || sentence.Tokens.Any(token => token is SuperlativeToken { Kind: "long" or "short" })) && !sentence.Tokens.Any(token => token is AmbiguousToken))
        {
            foreach (var i in measures.Keys) sentence.Use(i);
            draft.Measures.Add(new PlanMeasure("watch_duration"));
        }
        // "which title do they watch most"
        else if (measures.Count == 0 && watching && sentence.Tokens.Any(token => token is DimensionToken) && sentence.Tokens.OfType<SuperlativeToken>().ToList() is [{ Text: "most" or "the most" or "least" or "the least" }] && !sentence.Tokens.Any(token => token is AmbiguousToken))
            draft.Measures.Add(new PlanMeasure("viewers"));
    }

    // "how much of a title longer than 100 minutes do people watch", "what percentage of a video is watched"
    private static bool OfTitle(Sentence sentence, Draft draft, Dictionary<int, string> measures)
    {
        var asked = sentence.All("share").First();
        if (sentence[asked]!.Text is var share && !share.EndsWith(" of", StringComparison.Ordinal)) return false;
        if (sentence[asked + 1] is not (DimensionToken { Id: "title", Plural: false } or ValueToken { Values: [{ Dimension: "title" or "genre" }, ..] })) return false;
        sentence.UseAll("share");
        if (sentence[asked + 1] is DimensionToken) sentence.Use(asked + 1);
        foreach (var i in measures.Keys) sentence.Use(i);
        draft.Measures.Add(new PlanMeasure("retention_rate"));
        return true;
    }

    // "how much of it do people get through"
    private static bool GetThrough(Sentence sentence) => sentence.Words.Any(word => word.Plain == "through") && sentence.Words.Any(word => GettingThrough.Contains(word.Plain));

    // "how many watched Harbor Lights": no noun between the number and the verb, but those of places and devices.
    private static bool Many(Sentence sentence) => sentence.All("count").Any(i => sentence[i]!.Text == "how many" && sentence[i + 1] is not (DimensionToken or UnitToken or QuantityToken));

    // "the average viewer", "the average Canadian viewer"
    private static bool IsTypical(Sentence sentence, int i)
    {
        var before = i - 1;
        while (sentence[before] is ValueToken) before--;
        return sentence[before] is StatisticToken;
    }

    // "per viewer", "how many hours did each viewer watch"
    private static bool IsEachOf(Sentence sentence, int i) => sentence.Is(i - 1, "per") || (sentence.Is(i - 1, "by") && !sentence[i]!.Plural);

    private static int? Hours(Sentence sentence)
    {
        foreach (var i in sentence.All("count")) if (sentence[i + 1] is UnitToken { Unit: "hour" } && sentence.IsFree(i + 1)) return i + 1;
        return null;
    }

    private static void Long(Sentence sentence, Draft draft, Dictionary<int, string> measures, bool audience)
    {
        string[] durations = ["startup_time", "buffering_duration", "watch_duration"];
        var spoken = measures.Values.FirstOrDefault(durations.Contains)
            ?? (sentence.UseAll("start") || (sentence.Has("howFast") && measures.ContainsValue("started_sessions")) ? "startup_time"
            : measures.ContainsValue("buffering_events") ? "buffering_duration"
            : audience && sentence.Has("howLong") ? "watch_duration"
            : null);
        if (spoken is null) return;
        sentence.UseAll("howLong", "howFast", "start");
        if (spoken == "startup_time") sentence.UseAll("until");
        foreach (var i in measures.Keys) sentence.Use(i);
        if (spoken == "startup_time") foreach (var i in sentence.Free<DimensionToken>()) if (sentence[i] is DimensionToken { Id: "title" } && !sentence.Is(i - 1, "by", "per")) sentence.Use(i);
        draft.Measures.Add(new PlanMeasure(spoken));
    }

    private static void Often(Sentence sentence, Draft draft, Dictionary<int, string> measures, bool watching, bool audience)
    {
        if (OfOneOnAverage(sentence, draft, measures, watching)) return;
        if (measures.Values.Any(id => id is "buffering_events" or "errors" or "buffering_rate" or "error_rate"))
        {
            sentence.UseAll("howOften");
            return;
        }
        var stalling = Stallings(sentence);
        if (!audience || (!watching && stalling.Count == 0 && !sentence.Words.Any(word => Stalling.Contains(word.Plain)))) return;
        sentence.UseAll("howOften");
        foreach (var i in measures.Keys.Where(i => !sentence.Is(i - 1, "per"))) sentence.Use(i);
        foreach (var i in stalling) sentence.Use(i);
        draft.Measures.Add(new PlanMeasure(watching && stalling.Count == 0 ? "sessions" : "buffering_events"));
    }

    // "How many times does a session stall on average", "how often does a viewer play something on average": of one of them.
    private static bool OfOneOnAverage(Sentence sentence, Draft draft, Dictionary<int, string> measures, bool watching)
    {
        var average = sentence.Free<StatisticToken>().Where(i => sentence[i] is StatisticToken { Statistic: "avg" }).ToList();
        var one = measures.Keys.FirstOrDefault(i => measures[i] is "viewers" or "sessions" && !sentence[i]!.Plural && sentence.WordBefore(i) is "a" or "an" or "one", -1);
        if (average.Count == 0 || one < 0) return false;
        var stalling = Stallings(sentence);
        var named = measures.Values.FirstOrDefault(id => id is "buffering_events" or "errors");
        var counted = named ?? (stalling.Count > 0 ? "buffering_events" : watching && measures[one] == "viewers" ? "sessions" : null);
        if (counted is null) return false;
        sentence.UseAll("howOften");
        foreach (var i in average.Concat(measures.Keys).Concat(stalling)) sentence.Use(i);
        draft.Measures.Add(new PlanMeasure(counted) { Per = measures[one] });
        return true;
    }

    private static List<int> Stallings(Sentence sentence) =>
        [.. sentence.Free<AmbiguousToken>().Where(i => ((AmbiguousToken)sentence[i]!).Word == "buffering")];

    private static void Much(Sentence sentence, Draft draft, Dictionary<int, string> measures, bool watching, bool audience)
    {
        if (!audience || measures.Count == 0 && !watching)
        {
            if (measures.Count > 0 || draft.Change) sentence.UseAll("howMuch");
            // "how much stall time was there": all of it.
            if (measures.ContainsValue("buffering_duration") && !sentence.Tokens.Any(token => token is StatisticToken)) draft.Statistics.Add("sum");
            return;
        }
        if (!watching) return;
        sentence.UseAll("howMuch");
        foreach (var i in measures.Keys) sentence.Use(i);
        foreach (var i in sentence.Free<AmbiguousToken>().Where(i => ((AmbiguousToken)sentence[i]!).Word == "time")) sentence.Use(i);
        draft.Measures.Add(new PlanMeasure("watch_time"));
    }
}
