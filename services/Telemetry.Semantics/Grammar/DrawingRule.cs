using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>How the answer is to be drawn: "as a table", "a bar chart of …"; the last one said counts.</summary>
internal sealed class DrawingRule : IRule
{
    public void Apply(Sentence sentence, Draft draft)
    {
        foreach (var (i, token) in sentence.Free<DrawingToken>())
        {
            sentence.Use(i);
            draft.Chart = token.Kind;
        }
    }
}
