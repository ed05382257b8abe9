using System.Data.Common;
using Dapper;
using Google.Protobuf;
using Telemetry.V1;

namespace Telemetry.Chat.History;

/// <summary>The history in SQL that both databases understand; a derived class brings the connection and its dialect of the schema.</summary>
internal abstract class SqlHistory : IChatHistory
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Statements that make the tables if they are not there.</summary>
    protected abstract string Schema { get; }

    public async Task PrepareAsync(CancellationToken cancellationToken) => await UseAsync(async connection =>
    {
        await BringUpToDateAsync(connection, cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(Schema, cancellationToken: cancellationToken));
    }, cancellationToken);

    public Task AppendAsync(SessionKey session, HistoryEntry entry, CancellationToken cancellationToken) => UseAsync(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var values = new
        {
            session.Caller.Owner,
            session.SessionId,
            Title = entry.Message,
            At = entry.AtUnixMs,
            Entry = JsonFormatter.Default.Format(entry),
        };
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO chat_sessions (owner, session_id, title, last_at, questions) VALUES (@Owner, @SessionId, @Title, @At, 1)
            ON CONFLICT (owner, session_id) DO UPDATE SET last_at = excluded.last_at, questions = chat_sessions.questions + 1
            """,
            values, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO chat_entries (owner, session_id, entry) VALUES (@Owner, @SessionId, @Entry)",
            values, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return true;
    }, cancellationToken);

    public Task<IReadOnlyList<HistoryEntry>> ReadAsync(SessionKey session, int latest, CancellationToken cancellationToken) => UseAsync(async connection =>
    {
        var entries = await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT entry FROM chat_entries WHERE owner = @Owner AND session_id = @SessionId ORDER BY id DESC LIMIT @latest",
            new { session.Caller.Owner, session.SessionId, latest }, cancellationToken: cancellationToken));
        return (IReadOnlyList<HistoryEntry>)[.. entries.Reverse().Select(Parser.Parse<HistoryEntry>)];
    }, cancellationToken);

    public Task<IReadOnlyList<SessionSummary>> ListAsync(string owner, int limit, CancellationToken cancellationToken) => UseAsync(async connection =>
    {
        var rows = await connection.QueryAsync<SessionRow>(new CommandDefinition(
            """
            SELECT session_id AS "SessionId", title AS "Title", last_at AS "LastAt", questions AS "Questions"
            FROM chat_sessions WHERE owner = @owner ORDER BY last_at DESC, session_id LIMIT @limit
            """,
            new { owner, limit }, cancellationToken: cancellationToken));
        return (IReadOnlyList<SessionSummary>)[.. rows.Select(row =>
            new SessionSummary { SessionId = row.SessionId, Title = row.Title, LastAtUnixMs = row.LastAt, Questions = (int)row.Questions })];
    }, cancellationToken);

    /// <summary>Changes tables of an earlier version into those of <see cref="Schema"/>, where that can't do it by itself.</summary>
    protected virtual Task BringUpToDateAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An open connection.</summary>
    protected abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Does the work: here at once, by who asks for it.</summary>
    protected virtual Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) => work();

    private async Task<T> UseAsync<T>(Func<DbConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(async () =>
            {
                await using var connection = await OpenAsync(cancellationToken);
                return await use(connection);
            }, cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or IOException or InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new HistoryUnavailableException(exception);
        }
    }

    private sealed class SessionRow
    {
        public string SessionId { get; init; } = "";

        public string Title { get; init; } = "";

        public long LastAt { get; init; }

        public long Questions { get; init; }
    }
}
