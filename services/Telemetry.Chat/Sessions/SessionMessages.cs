using System.Text.Json;
using Telemetry.Chat.Answers;
using Telemetry.Chat.History;

namespace Telemetry.Chat.Sessions;

/// <summary>What the supervisor takes; messages of a session are passed on to it.</summary>
internal static class SessionMessages
{
    /// <summary>For one session: it is brought into memory when it is not there.</summary>
    public interface IForSession
    {
        SessionKey Session { get; }

        /// <summary>Answers instead of the session, when it can't be had.</summary>
        void Refuse(string reason);

        /// <summary>Answers instead of the session, when it broke.</summary>
        void Interrupt();
    }

    /// <summary>A question; its outcome goes to the asker.</summary>
    /// <param name="Session">The conversation.</param>
    /// <param name="Id">Names the question among all of this node.</param>
    /// <param name="Message">As the asker wrote it, checked.</param>
    /// <param name="BoundFilters">Filters of the dashboard.</param>
    /// <param name="Asker">Who waits.</param>
    public sealed record Ask(
        SessionKey Session, long Id, string Message, IReadOnlyDictionary<string, IReadOnlyList<string>> BoundFilters, Asker Asker) : IForSession
    {
        public void Refuse(string reason) => Asker.Fail(V1.FailureKind.Limit, reason, retryable: true);

        public void Interrupt() => Asker.Fail(V1.FailureKind.Unavailable, "The conversation was interrupted by a fault on our side. Ask again.", retryable: true);
    }

    /// <summary>The asker of a question has gone. Nothing happens when it has ended or its session is not in memory.</summary>
    public sealed record CancelQuestion(SessionKey Session, long Id);

    /// <summary>The plans of a session, for suggestions.</summary>
    public sealed record GetPlans(SessionKey Session, TaskCompletionSource<IReadOnlyList<JsonElement>> Reply) : IForSession
    {
        public void Refuse(string reason) => Reply.TrySetResult([]);

        public void Interrupt() => Reply.TrySetResult([]);
    }

    /// <summary>How many sessions are in memory.</summary>
    public sealed record CountSessions(TaskCompletionSource<int> Reply);

    /// <summary>From a session to the supervisor: nobody has asked anything for a while.</summary>
    internal sealed record Idle(SessionKey Session);

    /// <summary>From a session to the supervisor: it has done with one message that was passed on to it.</summary>
    internal sealed record Handled(IForSession Message);
}
