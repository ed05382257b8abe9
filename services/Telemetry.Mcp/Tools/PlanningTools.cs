using System.ComponentModel;
using ModelContextProtocol.Server;
using Telemetry.LanguageModel;
using Telemetry.Mcp.Planning;
using Telemetry.Mcp.Queries;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.Mcp.Tools;

/// <summary>Tools about questions: nothing runs here.</summary>
[McpServerToolType]
internal sealed class PlanningTools(
    AssistedPlanner assisted, IQuestionPlanner planner, QuestionClock clock, LakeFreshness freshness, ValueRefresh values,
    PlanningMetrics metrics, TimeProvider time)
{
    private const int MaxQuestionLength = 2_000;
    private const int MaxEarlierPlans = 50;

    [McpServerTool(Name = "plan_question", Title = "Plan a question", ReadOnly = true, Idempotent = true, Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Turns a question about video telemetry, in English, into a plan with its SQL, assumptions and a chart hint; or asks back (clarification), refuses with rewrites that would run, or explains a term. Runs nothing: give the plan to run_plan.")]
    public async Task<PlannedQuestion> PlanQuestion(
        [Description("The question, at most 2,000 characters.")] string question,
        [Description("The present that 'today' refers to, ISO 8601; the server's clock if absent.")] DateTimeOffset? now = null,
        [Description("Plans of the conversation so far, oldest first: a follow-up changes the last one.")] IReadOnlyList<QueryPlan>? earlierPlans = null,
        [Description("Filters that hold unless the question says otherwise: dimension id to values.")] IReadOnlyDictionary<string, IReadOnlyList<string>>? boundFilters = null,
        [Description("Choices of earlier clarifications: ambiguous word to what was chosen.")] IReadOnlyDictionary<string, string>? choices = null,
        CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(question)) throw ToolFailureException.Invalid("The question is empty; ask something, or see suggest_questions.");
        if (question.Length > MaxQuestionLength) throw ToolFailureException.Invalid($"The question has {question.Length:N0} characters; at most {MaxQuestionLength:N0} are read. Shorten it.");
        _ = freshness.Newest; // so that it is known when the plan runs
        // At start: without values no question that names one is understood.
        await values.FirstAttempt.WaitAsync(cancellationToken);
        var context = Context(now, earlierPlans) with
        {
            BoundFilters = boundFilters ?? new Dictionary<string, IReadOnlyList<string>>(),
            Choices = choices ?? new Dictionary<string, string>(),
        };
        var started = time.GetTimestamp();
        var planned = await assisted.PlanAsync(question, context, cancellationToken);
        metrics.Record(time.GetElapsedTime(started), planned.Kind);
        return planned;
    }

    [McpServerTool(Name = "suggest_questions", Title = "Suggest questions", ReadOnly = true, Idempotent = true, Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Questions worth asking next: after the plans of a conversation, or to begin with.")]
    public Suggestions SuggestQuestions(
        [Description("Plans of the conversation so far, oldest first.")] IReadOnlyList<QueryPlan>? earlierPlans = null) =>
        new(planner.Suggest(Context(now: null, earlierPlans)));

    private PlanningContext Context(DateTimeOffset? now, IReadOnlyList<QueryPlan>? earlierPlans) =>
        new(now ?? clock.Now) { Earlier = earlierPlans is null ? [] : [.. earlierPlans.TakeLast(MaxEarlierPlans)] };
}

/// <summary>What <c>suggest_questions</c> returns.</summary>
/// <param name="Questions">Questions that would run.</param>
public sealed record Suggestions(IReadOnlyList<string> Questions);
