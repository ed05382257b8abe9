using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// Conditions on single sessions and single viewers: "how many sessions longer than 30 minutes", "share of sessions that stalled more than
/// twice", "viewers who watched more than 3 titles". Sessions that are to be listed are left to the rule for individuals; viewers are
/// counted, never listed.
/// </summary>
internal sealed class WholeConditionRule(SemanticCatalogue catalogue) : IRule
{
    private readonly WholeConditions _conditions = new(catalogue);

    public void Apply(Sentence sentence, Draft draft)
    {
        foreach (var (i, whole) in sentence.Free<MeasureToken>())
        {
            if (whole.Id is not ("sessions" or "viewers") || sentence.WordBefore(i) is "where" or "whose") continue;
            if (_conditions.Read(sentence, draft, i, whole.Id) is not { } condition) continue;
            var isPlace = IsPlace(sentence, i, whole);
            if (!isPlace && whole.Id == "sessions" && !IsCounted(sentence, i, condition.Last))
            {
                if (condition.Spoken) AskForNumber(draft, whole);
                continue;
            }
            for (var used = i + 1; used <= condition.Last; used++) if (sentence[used] is not (ValueToken or TimeToken)) sentence.Use(used);
            if (isPlace) sentence.Use(i);
            (sentence.HasBefore(i, "share") ? draft.Part : draft.Filters).Add(condition.Filter);
        }
    }

    private static void AskForNumber(Draft draft, MeasureToken whole) => draft.Ask(
        "Is the number of these sessions meant?",
        new Choice("Their number", whole.Text, $"number of {whole.Text}"),
        new Choice("Their number per day", null, "per day"));

    // Their number is asked for, not they themselves.
    private static bool IsCounted(Sentence sentence, int i, int last) =>
        sentence.Is(i - 1, "count")
        || sentence.HasBefore(i, "share")
        || sentence[i - 1] is StatisticToken { Statistic: "sum" }
        || Enumerable.Range(0, sentence.Count).Any(at =>
            (at < i || at > last) && sentence[at] is DimensionToken or GrainToken or UnitToken);

    // "errors in sessions longer than ...": something else is measured.
    private static bool IsPlace(Sentence sentence, int i, MeasureToken whole) =>
        sentence.WordBefore(i) is "in" or "of" or "for" or "during" or "within"
        && sentence.Tokens.Take(i).Any(token => token is MeasureToken other && other.Id != whole.Id);
}
