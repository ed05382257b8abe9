using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Planning;

/// <summary>
/// Turns questions into plans, and plans into what can be run and shown. Deterministic: same question, context and catalogue, same result.
/// </summary>
public interface IQuestionPlanner
{
    /// <summary>Understands a question, asks back, or refuses; it never guesses and never throws for what a question says.</summary>
    PlannedQuestion Plan(string question, PlanningContext context);

    /// <summary>
    /// Checks a plan from elsewhere (history, a link, a language model) and makes its SQL. A plan that doesn't hold gives a
    /// <see cref="PlannedKind.Refusal"/> that says what is wrong with it.
    /// </summary>
    PlannedQuestion Describe(QueryPlan plan, PlanningContext context);

    /// <summary>Questions worth asking next: after <see cref="PlanningContext.Earlier"/>, or to begin with.</summary>
    IReadOnlyList<string> Suggest(PlanningContext context);
}
