using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// "Share of sessions that hit NET_TIMEOUT", "failure rate for DECODE_FAIL": only what failed has a cause, so as a limit of the whole it would leave
/// what failed alone, and 100 %. The cause is the part.
/// </summary>
internal sealed class CauseRule(SemanticCatalogue catalogue) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        var cause = draft.Groups.Find(group => catalogue.Dimension(group.Dimension).Implies == "errors" && !draft.Dimensions.Contains(group.Dimension));
        var others = draft.Filters.Find(filter => filter.Operator == FilterOperator.NotIn && catalogue.Dimension(filter.Dimension).Implies == "errors");
        var part = cause is not null ? new PlanFilter(cause.Dimension, FilterOperator.In, cause.Values) : others;
        var measure = draft.Measures.Find(measure => measure is { Per: null, Id: not "errors" });
        if (part is null || measure is null || Whole(sentence, measure.Id) is not { } whole || (draft.Compare && part.Values.Count > 1)) return;
        if (draft.Measures.Any(other => other != measure && other.Id != "errors")) return;
        draft.Measures.Clear();
        draft.Measures.Add(new PlanMeasure(whole));
        if (cause is not null) draft.Groups.Remove(cause);
        else draft.Filters.Remove(part);
        foreach (var conditions in new[] { draft.Part, draft.Filters }) conditions.RemoveAll(filter => filter.Dimension == "event_type");
        draft.Part.Add(part);
        draft.Analysis = Analysis.Share;
        sentence.UseAll("share", "which");
        sentence.UseAll("all", "as", "worldwide");
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
    private static bool OnlyFailed(Sentence sentence) => sentence.Tokens.OfType<MeasureToken>().Any(token =>
        token.Id is "failed_sessions" or "failed_session_rate" && token.Text.Split(" of ") is [.., var counted] && (token.Id == "failed_sessions" || counted != token.Text)
        && counted.Split(' ')[0] is "failed" or "failing" or "broken" or "errored");
}
