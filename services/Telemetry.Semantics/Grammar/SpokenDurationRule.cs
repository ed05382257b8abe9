using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"How long do people watch", "how long are stalls", "how fast is start-up": durations and speeds that are asked for by a question word.</summary>
internal sealed class SpokenDurationRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (draft.Analysis == Analysis.Titles) return;
        if (sentence.Has("howLong"))
        {
            var ids = sentence.Free<MeasureToken>().ToDictionary(i => i, i => ((MeasureToken)sentence[i]!).Id);
            var spoken = ids.Values.Any(id => id is "startup_time" or "buffering_duration" or "watch_duration") ? ids.Values.First(id => id is "startup_time" or "buffering_duration" or "watch_duration")
                : ids.ContainsValue("buffering_events") ? "buffering_duration"
                : ids.Values.All(id => id is "viewers" or "sessions") ? "watch_duration"
                : null;
            if (spoken is null) return;
            sentence.UseAll("howLong");
            foreach (var i in ids.Keys) sentence.Use(i);
            draft.Measures.Add(new PlanMeasure(spoken));
        }
        // "how fast is start-up": the measure says what speed is meant.
        foreach (var i in sentence.Free<AmbiguousToken>())
            if (((AmbiguousToken)sentence[i]!).Word == "speed" && sentence.Tokens.Any(token => token is MeasureToken { Id: "startup_time" or "bandwidth" })) sentence.Use(i);
    }
}
