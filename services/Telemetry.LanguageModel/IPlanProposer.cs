using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.LanguageModel;

/// <summary>Proposes a plan for a question that the grammar does not cover.</summary>
public interface IPlanProposer
{
    /// <summary>
    /// A plan that has yet to be checked, or null when there is none: no reply in time, none that can be read, or the word that the
    /// question is out of reach. Throws <see cref="OperationCanceledException"/> only when the caller gives up.
    /// </summary>
    Task<QueryPlan?> ProposeAsync(string question, PlanningContext context, CancellationToken cancellationToken);
}
