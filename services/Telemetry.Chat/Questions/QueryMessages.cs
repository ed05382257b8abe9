using System.Text.Json;
using Telemetry.Chat.Answers;
using Telemetry.Chat.Tools;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Chat.Questions;

/// <summary>A question with what it is asked in.</summary>
/// <param name="Id">Names it among all questions of this node.</param>
/// <param name="Tenants">Whose data it is about.</param>
/// <param name="Message">As the asker wrote it, for the history.</param>
/// <param name="Text">What the planner is asked: the message, or the question of the option that it chose.</param>
/// <param name="BoundFilters">Filters of the dashboard.</param>
/// <param name="EarlierPlans">Plans of the session, oldest first.</param>
/// <param name="Choices">Choices of earlier clarifications.</param>
/// <param name="Asker">Who waits for it.</param>
internal sealed record Question(
    long Id, TenantScope Tenants, string Message, string Text,
    IReadOnlyDictionary<string, IReadOnlyList<string>> BoundFilters,
    IReadOnlyList<JsonElement> EarlierPlans,
    IReadOnlyDictionary<string, string> Choices,
    Asker Asker);

internal static class QueryMessages
{
    /// <summary>Stop: the asker has gone.</summary>
    public sealed record Cancel
    {
        public static Cancel Instance { get; } = new();
    }

    /// <summary>To the session: the question has ended; the asker has not been told yet.</summary>
    public sealed record Ended(Question Question, ChatUpdate Outcome);

    internal sealed record PlanReady(Planned Planned);

    internal sealed record RunReady(QueryOutcome Outcome);

    internal sealed record StepFailed(Exception Exception);

    internal sealed record RunProgressed(RunProgress Progress);

    internal sealed record Noted(string Note);

    internal sealed record TimeIsUp
    {
        public static TimeIsUp Instance { get; } = new();
    }
}
