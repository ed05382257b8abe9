using System.Collections.Frozen;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"How long", "how quickly", "how often", "how much", "how much of".</summary>
internal static class SpokenHow
{
    private static readonly FrozenSet<string> GettingThrough = ["get", "gets", "got", "make", "sit"];

    private static readonly FrozenSet<string> Stalling =
    [
        "stall", "stalled", "stalls", "freeze", "froze", "frozen", "rebuffer", "rebuffered", "buffer", "buffered", "interrupted",
    ];

    /// <summary>Takes what such a question word asks for; false when there is none in the question.</summary>
    public static bool Take(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        if (sentence.Has("howLong") || sentence.Has("howFast")) Long(question);
        else if (sentence.Has("howOften")) Often(question);
        else if (sentence.Has("howFar")) Far(question);
        else if (OfTitle(question)) return true;
        else if (sentence.Has("howMuch")) Much(question);
        else return false;
        return true;
    }

    private static void Long(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        if (Length(question) is not { } length) return;
        sentence.UseAll("howLong", "howFast", "start");
        question.UseMeasures();
        if (length == "startup_time")
        {
            sentence.UseAll("until");
            foreach (var (i, token) in sentence.Free<DimensionToken>())
                if (token.Id == "title" && !sentence.Is(i - 1, "by", "per")) sentence.Use(i);
        }
        question.Measure(length);
    }

    private static string? Length(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        var named = question.Measures.Values.FirstOrDefault(id => id is "startup_time" or "buffering_duration" or "watch_duration");
        if (named is not null) return named;
        if (sentence.UseAll("start") || (sentence.Has("howFast") && question.Names("started_sessions"))) return "startup_time";
        if (question.Names("buffering_events")) return "buffering_duration";
        return question.IsOfAudience && sentence.Has("howLong") ? "watch_duration" : null;
    }

    private static void Often(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        if (OfOneOnAverage(question)) return;
        if (question.Measures.Values.Any(id => id is "buffering_events" or "errors" or "buffering_rate" or "error_rate"))
        {
            sentence.UseAll("howOften");
            return;
        }
        if (OfEvents(question)) return;
        var stalls = sentence.FreeAmbiguous("buffering");
        var happens = question.IsWatching || stalls.Count > 0 || sentence.Words.Any(word => Stalling.Contains(word.Plain));
        if (!question.IsOfAudience || !happens) return;
        sentence.UseAll("howOften");
        foreach (var i in question.Measures.Keys) if (!sentence.Is(i - 1, "per")) sentence.Use(i);
        foreach (var i in stalls) sentence.Use(i);
        question.Measure(question.IsWatching && stalls.Count == 0 ? "sessions" : "buffering_events");
    }

    // "How often did people pause", "how many times did viewers run into MANIFEST_404".
    private static bool OfEvents(SpokenQuestion question)
    {
        var (sentence, groups) = (question.Sentence, question.Draft.Groups);
        if (!question.IsOfAudience || !groups.Exists(group => group.Dimension is "event_type" or "error_code")) return false;
        sentence.UseAll("howOften");
        foreach (var i in question.Measures.Keys) if (!sentence.Is(i - 1, "per", "by")) sentence.Use(i);
        return groups.Exists(group => group.Dimension == "event_type") || question.Measure("errors");
    }

    // "How many times does a session stall on average", "how often does a viewer play something on average": of one of them.
    private static bool OfOneOnAverage(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        var average = sentence.Free<StatisticToken>().FindAll(found => found.Token.Statistic == "avg");
        var one = question.Measures.Keys.FirstOrDefault(i => IsOne(question, i), -1);
        if (average.Count == 0 || one < 0) return false;
        var stalls = sentence.FreeAmbiguous("buffering");
        if (Counted(question, question.Measures[one], stalls.Count > 0) is not { } counted) return false;
        sentence.UseAll("howOften");
        question.UseMeasures();
        foreach (var (i, _) in average) sentence.Use(i);
        foreach (var i in stalls) sentence.Use(i);
        question.Draft.Measures.Add(new PlanMeasure(counted) { Per = question.Measures[one] });
        return true;
    }

    // "a viewer", "one session"
    private static bool IsOne(SpokenQuestion question, int i) =>
        question.Measures[i] is "viewers" or "sessions"
        && !question.Sentence[i]!.Plural
        && question.Sentence.WordBefore(i) is "a" or "an" or "one";

    private static string? Counted(SpokenQuestion question, string whose, bool stalls)
    {
        if (question.Measures.Values.FirstOrDefault(id => id is "buffering_events" or "errors") is { } named) return named;
        if (stalls) return "buffering_events";
        return question.IsWatching && whose == "viewers" ? "sessions" : null;
    }

    // "how much of a title longer than 100 minutes do people watch", "what percentage of a video is watched"
    private static bool OfTitle(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        var asked = sentence.All("share").FirstOrDefault(-1);
        if (asked < 0 || !question.IsOfAudience || !(question.IsWatching || GetsThrough(sentence))) return false;
        if (!sentence[asked]!.Text.EndsWith(" of", StringComparison.Ordinal) || !IsOneTitle(sentence[asked + 1])) return false;
        sentence.UseAll("share");
        if (sentence[asked + 1] is DimensionToken) sentence.Use(asked + 1);
        question.UseMeasures();
        return question.Measure("retention_rate");
    }

    private static bool IsOneTitle(Token? token) => token
        is DimensionToken { Id: "title", Plural: false }
        or ValueToken { Values: [{ Dimension: "title" or "genre" }, ..] };

    // "how much of it do people get through"
    private static bool GetsThrough(Sentence sentence) =>
        sentence.Says("through") && sentence.Words.Any(word => GettingThrough.Contains(word.Plain));

    // "How far through a title do people get", "how far do they watch"; how far something is away is nothing that is known.
    private static void Far(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        if (!question.IsOfAudience || !(question.IsWatching || sentence.Words.Any(word => GettingThrough.Contains(word.Plain)))) return;
        sentence.UseAll("howFar");
        question.UseMeasures();
        foreach (var (i, token) in sentence.Free<DimensionToken>())
            if (token.Id == "title" && (!token.Plural || IsWithin(sentence, i)) && !sentence.Is(i - 1, "by", "per")) sentence.Use(i);
        question.Measure("retention_rate");
    }

    // "How far into movies", "in movies": what they get through, not what to group by.
    private static bool IsWithin(Sentence sentence, int i) =>
        sentence.Is(i - 1, "howFar") || sentence.WordBefore(i) is "in" or "into" or "through" or "of";

    // "How much seeks are there", said of what is counted.
    private static bool IsHowMany(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        var asked = sentence.All("howMuch").First();
        if (sentence[asked]!.Text != "how much" || question.IsWatching) return false;
        return sentence[asked + 1] is MeasureToken { Plural: true } or ValueToken { Values: [{ Dimension: "event_type" }, ..] };
    }

    private static void Much(SpokenQuestion question)
    {
        var (sentence, draft) = (question.Sentence, question.Draft);
        if (IsHowMany(question))
        {
            sentence.UseAll("howMuch");
            return;
        }
        if (!question.IsOfAudience || (question.Measures.Count == 0 && !question.IsWatching))
        {
            if (question.Measures.Count > 0 || draft.Change) sentence.UseAll("howMuch");
            // "how much stall time was there": all of it.
            if (question.Names("buffering_duration") && !sentence.Any<StatisticToken>()) draft.Statistics.Add("sum");
            return;
        }
        if (!question.IsWatching) return;
        sentence.UseAll("howMuch");
        question.UseMeasures();
        foreach (var i in sentence.FreeAmbiguous("time")) sentence.Use(i);
        question.Measure("watch_time");
    }
}
