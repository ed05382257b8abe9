using Telemetry.Semantics.Language;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Periods taken together: "Saturday plus Sunday", "Monday and Tuesday combined".</summary>
internal sealed partial class TimeRule
{
    private static readonly string[] Together =
    [
        "together", "combined", "altogether", "in total", "taken together", "put together", "all told", "added up", "added together",
        "summed up",
    ];

    // What adjoins is one period; of other sums there is no plan.
    private List<TimeSpec> Sum(Sentence sentence, Draft draft, List<TimeSpec> periods)
    {
        if (!IsSum(sentence)) return periods;
        if (periods is [var main] && draft.Before is { } before && ComparedPeriods.Before(main, before, false, clock.Now) is { } earlier)
            periods = [main, before with { Kind = TimeKind.Period, Period = earlier }];
        if (periods.Count < 2) return periods;
        draft.Before = null;
        if (periods.Exists(period => period.Period!.From is null)) return periods;
        var inOrder = periods.OrderBy(period => period.Period!.From).ToList();
        if (inOrder.Zip(inOrder.Skip(1)).Any(pair => pair.First.Period!.To != pair.Second.Period!.From))
        {
            AskForOne(sentence, draft, inOrder);
            return periods;
        }
        var words = string.Join(" and ", inOrder.Select(period => period.Words));
        var whole = new PlanPeriod(inOrder[0].Period!.From, inOrder[^1].Period!.To, words);
        return [new TimeSpec(TimeKind.Period, words) { Period = whole, Unit = "range" }];
    }

    private static void AskForOne(Sentence sentence, Draft draft, List<TimeSpec> periods)
    {
        var times = sentence.Tokens.OfType<TimeToken>().ToList();
        var said = sentence.Words.Take(times[^1].End).Skip(times[0].Start).Select(word => word.Text);
        draft.Ask(
            "Those periods do not adjoin, so they can't be taken together. Which one is meant?",
            periods.Select(period => new Choice(period.Words, string.Join(' ', said), period.Words)));
    }

    private static bool IsSum(Sentence sentence)
    {
        if (sentence.Has("versus") || sentence.Has("compare") || sentence.Has("than")) return false;
        var times = Enumerable.Range(0, sentence.Count).Where(i => sentence[i] is TimeToken { Spec.Kind: not TimeKind.Clock }).ToList();
        if (times.Count < 2) return false;
        var areAdded = times.Zip(times.Skip(1)).All(pair => pair.Second == pair.First + 2 && sentence.Is(pair.First + 1, "and"));
        return areAdded && (IsPlus(sentence[times[0] + 1]!.Text) || SaysTogether(sentence.Words, sentence[times[^1]]!.End));
    }

    private static bool IsPlus(string link) => link is "plus" or "+" or "together with" or "along with";

    private static bool SaysTogether(IReadOnlyList<Word> words, int behind)
    {
        var rest = words.Skip(words.PlainAt(behind) == "," ? behind + 1 : behind).Select(word => word.Plain).ToList();
        return Array.Exists(Together, phrase => phrase.Split(' ') is var said && rest.Take(said.Length).SequenceEqual(said));
    }
}
