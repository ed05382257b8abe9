using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// "Share of sessions that hit NET_TIMEOUT", "failure rate for DECODE_FAIL": only what failed has a cause, so as a limit of the whole it
/// would leave what failed alone, and 100 %. The cause is the part.
/// </summary>
internal sealed class CauseRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        var cause = draft.Groups.Find(group => IsCause(group.Dimension) && !draft.Dimensions.Contains(group.Dimension));
        var others = draft.Filters.Find(filter => filter.Operator == FilterOperator.NotIn && IsCause(filter.Dimension));
        var part = cause is not null ? new PlanFilter(cause.Dimension, FilterOperator.In, cause.Values) : others;
        if (part is null || (draft.Compare && part.Values.Count > 1) || OnlyMeasure(draft) is not { } measure) return;
        if (Whole(sentence, measure.Id) is not { } whole) return;
        draft.Measures.Clear();
        draft.Measures.Add(new PlanMeasure(whole));
        if (cause is not null) draft.Groups.Remove(cause);
        else draft.Filters.Remove(part);
        draft.Part.RemoveAll(filter => filter.Dimension == "event_type");
        draft.Filters.RemoveAll(filter => filter.Dimension == "event_type");
        draft.Part.Add(part);
        draft.Analysis = Analysis.Share;
        sentence.UseAll("share", "which", "all", "as", "worldwide");
    }

    private bool IsCause(string dimension) => catalogue.Dimension(dimension).Implies == "errors";

    // What is measured, when errors are all that is measured beside it.
    private static PlanMeasure? OnlyMeasure(Draft draft)
    {
        var measure = draft.Measures.Find(measure => measure is { Per: null, Id: not "errors" });
        return draft.Measures.TrueForAll(other => other == measure || other.Id == "errors") ? measure : null;
    }

    // What it is a share of; null for what has no part with a cause.
    private static string? Whole(Sentence sentence, string measure) => measure switch
    {
        "error_rate" => "events",
        "failed_session_rate" => OnlyFailed(sentence) ? "failed_sessions" : "sessions",
        "failed_sessions" when sentence.Has("share") => OnlyFailed(sentence) ? "failed_sessions" : "sessions",
        "sessions" or "viewers" when sentence.Has("share") => measure,
        _ => null,
    };

    // "What share of failed sessions had a DECODE_FAIL" is of those; "what share of sessions failed with DECODE_FAIL" is of all.
    private static bool OnlyFailed(Sentence sentence) => sentence.Tokens.Any(token => token switch
    {
        MeasureToken { Id: "failed_sessions" } => IsOfFailed(token.Text),
        MeasureToken { Id: "failed_session_rate" } => token.Text.Contains(" of ", StringComparison.Ordinal) && IsOfFailed(token.Text),
        _ => false,
    });

    private static bool IsOfFailed(string text)
    {
        var counted = text.Split(" of ")[^1];
        return counted.Split(' ')[0] is "failed" or "failing" or "broken" or "errored";
    }
}
