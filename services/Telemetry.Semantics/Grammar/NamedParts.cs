using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// "What share of the failed sessions was on TV": a part of those sessions. The same words without a verb, "share of failed sessions on
/// TV", are the rate of what is there.
/// </summary>
internal static class NamedParts
{
    /// <summary>Measures the sessions, and takes what the verb says of them as the part; false when that isn't asked.</summary>
    public static bool Take(Sentence sentence, Draft draft)
    {
        if (draft.Measures is not [{ Per: null }] || draft.Dimensions.Count > 0 || sentence.Any<SuperlativeToken>()) return false;
        var wholeFirst = WholeConditions.SaysWholeFirst(sentence);
        var named = Enumerable.Range(0, sentence.Count).FirstOrDefault(i => Counted(sentence[i], wholeFirst) is not null, -1);
        if (named < 0 || Counted(sentence[named], wholeFirst) is not { } counted) return false;
        var verb = sentence.All("predicate").FirstOrDefault(i => i > named, -1);
        if (verb < 0 || sentence.WordAfter(verb) == "there") return false;
        if (draft.Groups.FindAll(group => group.At > verb) is not [var part]) return false;
        if (sentence[named] is MeasureToken { Id: "failed_sessions" or "completed_sessions" } && !sentence.UseAll("share")) return false;
        draft.Analysis = Analysis.Share;
        draft.Measures[0] = new PlanMeasure(counted);
        draft.Groups.Remove(part);
        draft.Part.Add(new PlanFilter(part.Dimension, FilterOperator.In, part.Values));
        return true;
    }

    // What "failed sessions" and "share of completed sessions" count; not "sessions that failed", of which a verb is said already, unless
    // the whole is said first: "of all sessions that failed, what share was on TV".
    private static string? Counted(Token? token, bool wholeFirst)
    {
        if (token is not MeasureToken named) return null;
        if (wholeFirst && named.Id is "failed_sessions" or "completed_sessions") return named.Id;
        var which = named.Text.Split(' ').SkipWhile(word => word is not ("failed" or "failing" or "broken" or "completed" or "finished"));
        return (named.Id, which.FirstOrDefault(), which.Count()) switch
        {
            ("failed_sessions" or "failed_session_rate", not null, 2) => "failed_sessions",
            ("completed_sessions" or "completion_rate", not null, 2) => "completed_sessions",
            _ => null,
        };
    }
}
