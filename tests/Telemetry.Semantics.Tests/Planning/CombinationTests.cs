using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Planning;

/// <summary>Words of the catalogue put together at random: every question is planned to SQL that runs, asked back or refused; plans keep their text and hash.</summary>
public sealed class CombinationTests(Planners planners) : IClassFixture<Planners>
{
    private const int Questions = 500;

    [Fact]
    public void Every_combination_runs_or_is_not_run_at_all()
    {
        var planned = 0;
        foreach (var question in Combinations())
        {
            var answer = planners.Ask(question);
            if (answer.Kind != PlannedKind.Plan) continue;
            planned++;
            var rows = planners.Lake.Query(answer.Sql!);
            if (rows.Count > 0) Assert.True(rows[0].Length == answer.Columns.Count, $"{question}: {rows[0].Length} columns, {answer.Columns.Count} described");
            Assert.Equal(answer.PlanHash, PlanJson.Hash(PlanJson.Read(PlanJson.Write(answer.Plan!))));
            Assert.Equal(PlanJson.Write(answer.Plan!), PlanJson.Write(PlanJson.Read(PlanJson.Write(answer.Plan!))));
            Assert.Equal(answer.Sql, planners.Planner.Describe(answer.Plan!, new PlanningContext(SmallLake.Now)).Sql);
        }
        Assert.InRange(planned, Questions / 4, Questions);
    }

    [Fact]
    public async Task The_SQL_of_every_plan_is_Trino_by_a_grammar_that_others_wrote()
    {
        var statements = Combinations().Select(question => planners.Ask(question).Sql).OfType<string>().Distinct().Take(150).ToList();
        Assert.NotEmpty(statements);
        var faults = await TrinoGrammar.FaultsAsync(statements);
        Assert.All(statements.Zip(faults), pair => Assert.True(pair.Second is null, $"{pair.Second}\n{pair.First}"));
    }

    private IEnumerable<string> Combinations()
    {
        var measures = planners.Catalogue.Measures.Where(measure => !measure.Hidden).SelectMany(measure => measure.Says.Take(3)).ToArray();
        var dimensions = planners.Catalogue.Dimensions.SelectMany(dimension => dimension.Says.Take(2)).ToArray();
        string[] starts = ["", "average", "p95", "top 3 countries by", "share of", "anomalies in", "compare", "which city has the highest", "correlation of bandwidth and", "total", "how many"];
        string[] ends = ["", "in Japan", "on TV", "not on mobile", "for Tin Foxes", "excluding HD", "for titles longer than 30 minutes", "tv vs web", "in prime time", "over 100", "in New York time", "by local hour"];
        string[] times = ["", "today", "yesterday", "last 3 days", "per hour today", "this week vs last week", "right now", "daily since Monday", "every 15 minutes in the last 2 hours", "over time"];
        var random = new Random(20260520);
        string Pick(string[] from) => from[random.Next(from.Length)];
        for (var i = 0; i < Questions; i++)
        {
            var by = random.Next(3) switch { 0 => "", 1 => $"by {Pick(dimensions)}", _ => $"by {Pick(dimensions)} and {Pick(dimensions)}" };
            yield return string.Join(' ', new[] { Pick(starts), Pick(measures), by, Pick(ends), Pick(times) }.Where(part => part.Length > 0));
        }
    }
}
