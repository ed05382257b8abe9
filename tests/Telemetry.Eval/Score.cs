using System.Text.Json.Nodes;

namespace Telemetry.Eval;

/// <summary>What an evaluation amounts to.</summary>
/// <param name="Questions">How many were asked.</param>
/// <param name="Accuracy">Share of all questions that were met rightly: a right table, or a refusal or a question asked back where that is right.</param>
/// <param name="Precision">
/// Right answers / answers given. An answer given is a table: whoever gets one will believe it. A refusal or a question asked back is
/// none, right or wrong, and neither is an error. 1 when no answer was given.
/// </param>
/// <param name="Coverage">
/// Right answers / answerable questions, those whose gold answer is a table. A refusal in their place is no answer, even where the
/// evaluator lets it pass. 1 when no question is answerable.
/// </param>
/// <param name="P95Ms">95th percentile of the time from request to answer, ms.</param>
public sealed record Score(int Questions, double Accuracy, double Precision, double Coverage, double P95Ms)
{
    /// <param name="questions">The questions' objects.</param>
    /// <param name="report">What run-eval.mjs wrote with --json.</param>
    public static Score Of(IEnumerable<JsonNode> questions, JsonNode report)
    {
        var expected = questions.ToDictionary(question => question["id"]!.GetValue<string>(), question => question["expect"]!.GetValue<string>());
        var results = report["results"]!.AsArray().Select(result => result!).ToList();
        var passed = results.Where(Passes).ToList();
        var given = results.Where(IsTable).ToList();
        var answerable = results.Where(result => expected[result["id"]!.GetValue<string>()] == "table").ToList();
        return new Score(
            results.Count,
            Share(passed.Count, results.Count),
            Share(given.Count(Passes), given.Count),
            Share(answerable.Count(result => Passes(result) && IsTable(result)), answerable.Count),
            report["latency"]?["p95"]?.GetValue<double>() ?? 0);
    }

    /// <summary>The line by which a target ends.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"EVAL n={Questions} accuracy={Accuracy:0.000} precision={Precision:0.000} coverage={Coverage:0.000} p95_ms={P95Ms:0.0}");

    private static bool Passes(JsonNode result) => result["pass"]!.GetValue<bool>();

    // Of a result that passed the report has no kind. It has the SQL, and chat gives SQL with tables only.
    private static bool IsTable(JsonNode result) => result["got"] is { } got ? got["kind"]?.GetValue<string>() == "table" : result["sql"] is not null;

    private static double Share(int part, int whole) => whole == 0 ? 1 : (double)part / whole;
}
