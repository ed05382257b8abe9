using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"What share of sessions is on mobile", "percentage of watch time by genre", "4K share by country".</summary>
internal sealed class ShareRule(SemanticCatalogue catalogue) : IRule
{
    private const int MostChoices = 4;

    private readonly SharePart _part = new(catalogue);

    public void Apply(Sentence sentence, Draft draft)
    {
        if (NamedParts.Take(sentence, draft)) return;
        var asked = sentence.All("share").FirstOrDefault(sentence.IsFree, -1);
        if (asked < 0) return;
        sentence.UseAll("share", "which");
        if (IsPercentOfChange(draft) || IsOnlyGrouped(sentence, draft, asked)) return;
        Completed(sentence, draft);
        if (NamedRates.Take(draft)) return;
        if (IsOfSomethingElse(sentence, draft, asked)) return;
        draft.Analysis = Analysis.Share;
        // "errors as a share of all errors" names its measure twice.
        sentence.UseAll("all", "as", "worldwide");
        // A condition on sessions is the part already; values then limit the whole.
        if (draft.Groups.Count == 0 || draft.Part.Count > 0) return;
        if (draft is { Compare: true, Groups: [{ Values.Count: > 1 } sides] })
        {
            draft.Ask(
                "One share at a time: which of them?",
                sides.Values.Take(MostChoices).Select(value => new Choice(value, null, $"only {value}")));
            return;
        }
        foreach (var part in _part.Of(sentence, draft, asked))
        {
            draft.Groups.Remove(part);
            draft.Part.Add(new PlanFilter(part.Dimension, FilterOperator.In, part.Values));
        }
    }

    // "Share of sessions with ...", "out of all viewers, how many percent ...": a share of these, and of nothing else.
    private static bool IsOfSomethingElse(Sentence sentence, Draft draft, int asked)
    {
        var whole = WholeConditions.SaysWholeFirst(sentence) ? 0 : asked + 1;
        while (sentence[whole] is ValueToken || sentence.Is(whole, "all", "by", "share")) whole++;
        if (sentence[whole] is not MeasureToken { Id: "sessions" or "viewers" } said || sentence[whole + 1] is MeasureToken) return false;
        if (draft.Measures is not [{ Id: var id }] || id == said.Id || draft.Measures[0].Per is not null) return false;
        draft.Ask($"A share of {said.Text} needs to say which of them: those on TV, in Germany, with an error. Which ones are meant?");
        return true;
    }

    // "Split the start-up time by CDN": what has no parts is only grouped.
    private bool IsOnlyGrouped(Sentence sentence, Draft draft, int asked) =>
        sentence[asked]!.Text is "split" && draft is { By: true, Measures: [{ Per: null } only] }
        && catalogue.Measure(only.Id) is { Count: false, Additive: false };

    // "By how many percent did viewers change": the answer to a comparison tells it.
    private static bool IsPercentOfChange(Draft draft) =>
        draft is { Change: true, Time: not null }
        && (draft.Second ?? draft.Before) is not null
        && draft.Groups.TrueForAll(group => group.Values.Count == 1);

    // "what share of sessions was finished"
    private static void Completed(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.FreeAmbiguous("completion"))
        {
            if (draft.Measures is not [{ Id: "sessions" }]) return;
            sentence.Use(i);
            draft.Measures.Add(new PlanMeasure("completed_sessions"));
        }
    }
}
