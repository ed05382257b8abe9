using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>What became of sessions, said by a verb: "which part of the plays failed", "which genre is finished least often".</summary>
internal sealed class OutcomeRule : IRule
{
    private static readonly string[] Leaving = ["abandon", "drop", "give up", "gave up", "bail", "quit", "stop"];

    public void Apply(Sentence sentence, Draft draft)
    {
        FailedOrFinished(sentence, draft);
        HowOftenFinished(sentence, draft);
        LeftEarliest(sentence, draft);
    }

    // "The titles that people abandon earliest": of which they see the smallest share.
    private static void LeftEarliest(Sentence sentence, Draft draft)
    {
        var early = sentence.Free<SuperlativeToken>().FindAll(found => found.Token.Kind == "early");
        var left = sentence.Free<AmbiguousToken>().FindAll(found => found.Token.Word == "completion" && IsToLeave(found.Token.Text));
        if (early.Count != 1 || left.Count != 1 || draft.Measures.Count > 0) return;
        var named = sentence.Free<MeasureToken>();
        if (named.Exists(measure => measure.Token.Id is not ("viewers" or "sessions" or "retention_rate"))) return;
        foreach (var (i, _) in named) sentence.Use(i);
        sentence.Use(left[0].At);
        draft.Measures.Add(new PlanMeasure("retention_rate"));
    }

    private static bool IsToLeave(string verb) => Leaving.Any(word => verb.StartsWith(word, StringComparison.Ordinal));

    // "which part of the plays on Roku failed", "how many sessions were finished"
    private static void FailedOrFinished(Sentence sentence, Draft draft)
    {
        if (!sentence.Has("count") && !sentence.Has("share")) return;
        var failed = sentence.All("failed").Where(sentence.IsFree).ToList();
        var finished = sentence.FreeAmbiguous("completion");
        if (failed.Count + finished.Count != 1 || OnlySessions(sentence) is not { } sessions) return;
        foreach (var i in failed.Concat(finished)) sentence.Use(i);
        sentence.Use(sessions);
        draft.Measures.Add(new PlanMeasure(failed.Count == 1 ? "failed_sessions" : "completed_sessions"));
    }

    // Where the sessions are named, when they are named once and nothing but viewers beside them.
    private static int? OnlySessions(Sentence sentence)
    {
        var measures = sentence.Free<MeasureToken>();
        if (measures.Exists(measure => measure.Token.Id is not ("sessions" or "viewers"))) return null;
        var sessions = measures.FindAll(measure => measure.Token.Id == "sessions" && !sentence.Is(measure.At - 1, "per"));
        return sessions is [var only] ? only.At : null;
    }

    // "Who finishes more often, TV or web viewers", "which genre is finished least often": of what was begun.
    private static void HowOftenFinished(Sentence sentence, Draft draft)
    {
        if (draft.Measures.Count > 0 || !sentence.Says("often")) return;
        var verbs = sentence.Free<AmbiguousToken>().FindAll(found => IsToFinish(found.Token));
        if (verbs.Count == 0) return;
        sentence.Use(verbs[0].At);
        foreach (var (i, who) in sentence.Free<MeasureToken>()) if (who.Id is "viewers" or "sessions") sentence.Use(i);
        draft.Measures.Add(new PlanMeasure("completion_rate"));
    }

    private static bool IsToFinish(AmbiguousToken verb) =>
        verb.Text is "finish" or "finishes" or "finished" or "complete" or "completes" or "completed";
}
