using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// Measures that are asked for by a question word and a verb: "how long do people watch", "how quickly do videos start", "how many times
/// was it played", "how much did they watch", "who is watching".
/// </summary>
internal sealed class SpokenDurationRule : IRule
{
    /// <summary>A form of a verb for watching.</summary>
    public static bool IsWatching(string word) => SpokenQuestion.Watching.Contains(word);

    public void Apply(Sentence sentence, Draft draft)
    {
        if (draft.Analysis == Analysis.Titles) return;
        var question = new SpokenQuestion(sentence, draft);
        ByWhom(question);
        // The first that fits is what was said.
        _ = SpokenTime.MinutesOfTypical(question)
            || SpokenHow.Take(question)
            || SpokenTime.HoursAlone(question)
            || SpokenTime.HoursOfAudience(question)
            || SpokenWatching.Who(question)
            || SpokenTime.HoursOf(question)
            || Starting(question)
            || SpokenTime.MostHours(question)
            || SpokenWatching.Longest(question)
            || SpokenWatching.Most(question);
    }

    // "Streamed by viewers in Warsaw", "watched on Akamai by Windows users": who did it, not how to group.
    private static void ByWhom(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        foreach (var by in sentence.All("by"))
        {
            var who = by + 1;
            while (sentence[who] is ValueToken && !sentence.IsFree(who)) who++;
            if (sentence[who] is not MeasureToken { Id: "viewers" }) continue;
            if (who > by + 1 ? question.IsWatching : IsWatching(sentence.WordBefore(by))) sentence.Use(by);
        }
    }

    // "which systems start fastest"
    private static bool Starting(SpokenQuestion question)
    {
        var sentence = question.Sentence;
        if (question.Measures.Count > 0 || !sentence.Has("start") || !question.HasSuperlative("fast", "slow")) return false;
        sentence.UseAll("start");
        return question.Measure("startup_time");
    }
}
