using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>A length of time that nothing else has a use for, in a question without a period: "unique users, 24h".</summary>
internal sealed class LateTimeRule(DateTimeOffset now) : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        if (draft.Time is not null) return;
        foreach (var i in sentence.Free<QuantityToken>())
        {
            if (sentence[i] is not QuantityToken { Unit: "minute" or "hour" or "day" or "week" or "month", Value: > 0 } length) continue;
            sentence.Use(i);
            draft.Time = new TimeSpec(TimeKind.Period, $"last {length.Text}") { Period = new PlanPeriod(TimeGrammar.Shift(now, -length.Value, length.Unit!), null, $"last {length.Text}") { Rolling = true } };
            return;
        }
    }
}
