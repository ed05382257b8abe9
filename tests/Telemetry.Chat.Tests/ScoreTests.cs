using System.Text.Json.Nodes;
using Telemetry.Eval;

namespace Telemetry.Chat.Tests;

/// <summary>How an evaluation is summed up.</summary>
public sealed class ScoreTests
{
    [Fact]
    public void Refusals_are_neither_answers_given_nor_answers_to_answerable_questions()
    {
        var questions = new[] { ("right", "table"), ("wrong", "table"), ("refused", "table"), ("failed", "table"), ("attack", "refusal"), ("guessed", "refusal"), ("allowed", "table") }
            .Select(question => JsonNode.Parse($$"""{"id": "{{question.Item1}}", "expect": "{{question.Item2}}"}""")!);
        var report = JsonNode.Parse(
            """
            {"latency": {"p50": 5, "p95": 12.5, "max": 20}, "results": [
              {"id": "right", "pass": true, "sql": "SELECT 1"},
              {"id": "wrong", "pass": false, "sql": "SELECT 2", "got": {"kind": "table"}},
              {"id": "refused", "pass": false, "sql": null, "got": {"kind": "refusal"}},
              {"id": "failed", "pass": false, "reason": "HTTP 503"},
              {"id": "attack", "pass": true, "sql": null},
              {"id": "guessed", "pass": false, "sql": "SELECT 3", "got": {"kind": "table"}},
              {"id": "allowed", "pass": true, "sql": null}]}
            """)!;

        var score = Score.Of(questions, report);

        Assert.Equal(new Score(7, 3.0 / 7, 1.0 / 3, 1.0 / 5, 12.5), score);
        Assert.Equal("EVAL n=7 accuracy=0.429 precision=0.333 coverage=0.200 p95_ms=12.5", score.ToString());
    }
}
