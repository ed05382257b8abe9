using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// Whom a measure is of: "error rate for Windows users" has no second measure. Measures side by side are joined by "and".
/// </summary>
internal sealed class PopulationRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        Actors(sentence);
        Populations(sentence, draft);
    }

    // "How many pauses did TV viewers make": the events are counted, those who made them say of which ones.
    private static void Actors(Sentence sentence)
    {
        var counted = sentence.All("count").FirstOrDefault(i => CountsEvents(sentence, i), -1);
        if (counted < 0) return;
        foreach (var (i, who) in sentence.Free<MeasureToken>())
            if (i > counted && who.Id is "viewers" or "sessions" && !sentence.Is(i - 1, "per", "by", "and")) sentence.Use(i);
    }

    private static bool CountsEvents(Sentence sentence, int count) =>
        sentence[count + 1] is ValueToken { Values: [{ Dimension: "event_type" }, ..], Plural: true }
        && sentence[count + 2] is not MeasureToken;

    private static void Populations(Sentence sentence, Draft draft)
    {
        var measures = sentence.Free<MeasureToken>();
        foreach (var (i, who) in measures)
        {
            if (!IsPopulation(who) || IsWholeOfErrors(sentence, measures, i)) continue;
            if (IsJoined(sentence, i) || IsLimited(sentence, i) || IsOrder(sentence, i)) continue;
            if (!measures.Exists(other => other.At != i && IsMeasuredOf(sentence, other.At, other.Token, i))) continue;
            if (WholeConditions.SaysHad(sentence, i)) AskWhatIsCounted(draft, who);
            sentence.Use(i);
        }
    }

    private static void AskWhatIsCounted(Draft draft, MeasureToken who) =>
        draft.Ask($"Is it the number of {who.Text} that is meant, or of what they had? Ask for \"the number of\" one of them.");

    private static bool IsPopulation(MeasureToken token) => token.Id is "viewers" or "sessions" or "events";

    // "of the sessions on X, what share had an error": both are needed.
    private static bool IsWholeOfErrors(Sentence sentence, List<(int At, MeasureToken Token)> measures, int i)
    {
        if (!sentence.Has("share")) return false;
        var errors = measures.FindIndex(measure => measure.At > i && measure.Token.Id == "errors");
        return errors >= 0 && Enumerable.Range(i, measures[errors].At - i).Any(at => sentence.Is(at, "had", "predicate"));
    }

    // "errors and viewers", "viewers and the number of errors"
    private static bool IsJoined(Sentence sentence, int i)
    {
        if (sentence.Is(i - 1, "and") && sentence[i - 2] is MeasureToken or StatisticToken) return true;
        if (!sentence.Is(i + 1, "and")) return false;
        var next = sentence[i + 2] is StatisticToken or KeywordToken { Role: "count" } ? i + 3 : i + 2;
        return sentence[next] is MeasureToken;
    }

    // "more than 100 viewers"
    private static bool IsLimited(Sentence sentence, int i) => sentence[i - 1] is QuantityToken && sentence[i - 2] is ComparatorToken;

    // "by viewers", "most viewers"
    private static bool IsOrder(Sentence sentence, int i) => sentence.IsFree(i - 1, "by") || sentence[i - 1] is SuperlativeToken;

    // Of two populations the first is what is measured.
    private static bool IsMeasuredOf(Sentence sentence, int at, MeasureToken measure, int population) =>
        sentence.IsFree(at) && !measure.IsVerb && (!IsPopulation(measure) || at < population);
}
