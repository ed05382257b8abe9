using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.Mcp.Tests.Hosting;

/// <summary>A planner that understands "viewers", asks back about "ambiguous", explains "what is", and refuses the rest.</summary>
internal sealed class ScriptedPlanner : IQuestionPlanner
{
    public const string Sql = "SELECT count(DISTINCT customer_id) AS viewers FROM events WHERE event_date >= '2026-03-11'";

    public PlanningContext? LastContext { get; private set; }

    public PlannedQuestion Plan(string question, PlanningContext context)
    {
        LastContext = context;
        return question switch
        {
            _ when question.Contains("ambiguous", StringComparison.Ordinal) => new()
            {
                Kind = PlannedKind.Clarification,
                Text = "Which one?",
                Options = [new ClarificationOption("This", "viewers this"), new ClarificationOption("That", "viewers that")],
            },
            _ when question.Contains("viewers", StringComparison.Ordinal) => Describe(new QueryPlan(), context),
            _ when question.StartsWith("what is", StringComparison.Ordinal) => new() { Kind = PlannedKind.Explanation, Text = "It is a share." },
            _ => new() { Kind = PlannedKind.Refusal, Text = "Not about telemetry.", UnknownWords = ["weather"], Rewrites = ["viewers today"] },
        };
    }

    public PlannedQuestion Describe(QueryPlan plan, PlanningContext context) => plan.Version != 1
        ? new() { Kind = PlannedKind.Refusal, Text = "The plan is of another version." }
        : new()
        {
            Kind = PlannedKind.Plan,
            Text = "Viewers, last 7 days",
            Plan = plan,
            PlanHash = "00",
            Sql = Sql,
            Reading = [new ReadingPart("measure", "Viewers")],
            Columns = [new ResultColumn("viewers", "Viewers", ColumnRole.Measure, "")],
            Chart = new ChartHint(ChartKind.Number, X: null, ["viewers"], Series: null, "One number."),
        };

    public IReadOnlyList<string> Suggest(PlanningContext context) => context.Earlier.Count == 0 ? ["How many viewers today?"] : ["And by city?"];
}
