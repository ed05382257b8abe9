using Telemetry.Chat.Questions;
using Telemetry.V1;

namespace Telemetry.Chat.History;

/// <summary>Names a conversation; two owners may use the same id without meeting.</summary>
/// <param name="Caller">Whose it is, and whose data it is about: who may see other data than before goes on in a conversation anew.</param>
/// <param name="SessionId">The client's name for it.</param>
internal readonly record struct SessionKey(Caller Caller, string SessionId);

/// <summary>
/// What was asked and answered, kept for good and without rows. SQLite and PostgreSQL pass one contract test suite. Throws
/// <see cref="HistoryUnavailableException"/> when the database can't be used.
/// </summary>
internal interface IChatHistory
{
    /// <summary>Makes the tables if they are not there; safe when several nodes start at once.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Adds an entry to the end of a session; the first one begins it.</summary>
    Task AppendAsync(SessionKey session, HistoryEntry entry, CancellationToken cancellationToken);

    /// <summary>The latest entries of a session, oldest first; empty for one that is not known.</summary>
    Task<IReadOnlyList<HistoryEntry>> ReadAsync(SessionKey session, int latest, CancellationToken cancellationToken);

    /// <summary>Sessions of an owner, latest first.</summary>
    Task<IReadOnlyList<SessionSummary>> ListAsync(string owner, int limit, CancellationToken cancellationToken);
}

/// <summary>The history's database can't be used.</summary>
internal sealed class HistoryUnavailableException(Exception innerException)
    : Exception("The conversation's history can't be read or written at the moment.", innerException);
