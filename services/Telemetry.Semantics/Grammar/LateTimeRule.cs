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
        foreach (var (i, length) in sentence.Free<QuantityToken>())
        {
            if (length is not { Unit: "minute" or "hour" or "day" or "week" or "month", Value: > 0 }) continue;
            sentence.Use(i);
            var words = $"last {length.Text}";
            var from = TimeGrammar.Shift(now, -length.Value, length.Unit!);
            draft.Time = new TimeSpec(TimeKind.Period, words) { Period = new PlanPeriod(from, null, words) { Rolling = true } };
            return;
        }
    }
}
