using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Grammar;

/// <summary>"What share of sessions is on mobile", "percentage of watch time by genre", "4K share by country".</summary>
internal sealed class ShareRule(SemanticCatalogue catalogue) : IRule
{
    private const int MostChoices = 4;

    private readonly SharePart _part = new(catalogue);

    public void Apply(Sentence sentence, Draft draft)
    {
        var asked = sentence.All("share").FirstOrDefault(sentence.IsFree, -1);
        if (asked < 0) return;
        sentence.UseAll("share", "which");
        if (IsPercentOfChange(draft)) return;
        Completed(sentence, draft);
        if (NamedRates.Take(draft)) return;
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
