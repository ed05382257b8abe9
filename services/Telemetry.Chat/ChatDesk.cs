using System.Runtime.CompilerServices;
using System.Text.Json;
using Akka.Actor;
using Akka.Hosting;
using Telemetry.Chat.Answers;
using Telemetry.Chat.History;
using Telemetry.Chat.Questions;
using Telemetry.Chat.Results;
using Telemetry.Chat.Sessions;
using Telemetry.Chat.Tools;
using Telemetry.Grpc.Errors;
using Telemetry.ServiceDefaults.Identity;
using Telemetry.V1;
using static Telemetry.Chat.Sessions.SessionMessages;

namespace Telemetry.Chat;

/// <summary>A checked question.</summary>
/// <param name="Session">The conversation.</param>
/// <param name="Message">1 to 2,000 characters.</param>
/// <param name="BoundFilters">Filters of the dashboard: dimension → values.</param>
internal sealed record Inquiry(SessionKey Session, string Message, IReadOnlyDictionary<string, IReadOnlyList<string>> BoundFilters);

/// <summary>What REST and gRPC are two doors of.</summary>
internal sealed class ChatDesk(
    IRequiredActor<ChatSupervisor> supervisor, IChatHistory history, McpTools tools, ResultShelf shelf, RowReader rows, ILogger<ChatDesk> logger)
{
    private static readonly TimeSpan SessionPatience = TimeSpan.FromSeconds(10);
    private static long _lastId;

    /// <summary>Asks; ends after one outcome. Stopping to read, or cancelling, stops the engine's work.</summary>
    public async IAsyncEnumerable<ChatUpdate> AskAsync(Inquiry inquiry, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var asker = new Asker();
        var id = Interlocked.Increment(ref _lastId);
        var desk = supervisor.ActorRef;
        desk.Tell(new Ask(inquiry.Session, id, inquiry.Message, inquiry.BoundFilters, asker));
        var ended = false;
        try
        {
            await foreach (var update in asker.ReadAllAsync(cancellationToken))
            {
                ended = update is not Progressed;
                yield return update;
            }
        }
        finally
        {
            if (!ended) desk.Tell(new CancelQuestion(inquiry.Session, id));
        }
    }

    /// <summary>Asks and waits for the outcome.</summary>
    public async Task<ChatUpdate> AskForOutcomeAsync(Inquiry inquiry, CancellationToken cancellationToken)
    {
        ChatUpdate? last = null;
        await foreach (var update in AskAsync(inquiry, cancellationToken)) last = update;
        return last ?? throw new InvalidOperationException("A question ended without an outcome.");
    }

    /// <summary>Questions worth asking next. When the server can't tell, those of the session's last answer; never an error.</summary>
    public async Task<IReadOnlyList<string>> SuggestAsync(SessionKey? session, TenantScope tenants, CancellationToken cancellationToken)
    {
        IReadOnlyList<JsonElement> plans = [];
        if (session is { } key)
        {
            var reply = new TaskCompletionSource<IReadOnlyList<JsonElement>>(TaskCreationOptions.RunContinuationsAsynchronously);
            supervisor.ActorRef.Tell(new GetPlans(key, reply));
            plans = await reply.Task.WaitAsync(SessionPatience, cancellationToken);
        }

        try
        {
            return await tools.SuggestAsync(tenants, plans, cancellationToken);
        }
        catch (ToolException exception)
        {
            ChatLog.SuggestionsFailed(logger, exception.Kind);
            return [];
        }
    }

    /// <summary>What was asked and answered in a session, oldest first.</summary>
    /// <exception cref="UnavailableException">The history can't be read.</exception>
    public Task<IReadOnlyList<HistoryEntry>> ReadHistoryAsync(SessionKey session, int latest, CancellationToken cancellationToken) =>
        FromHistoryAsync(() => history.ReadAsync(session, latest, cancellationToken));

    /// <summary>A caller's sessions, latest first.</summary>
    /// <exception cref="UnavailableException">The history can't be read.</exception>
    public Task<IReadOnlyList<SessionSummary>> ListSessionsAsync(Caller caller, int limit, CancellationToken cancellationToken) =>
        FromHistoryAsync(() => history.ListAsync(caller.Owner, limit, cancellationToken));

    /// <summary>A kept result.</summary>
    /// <exception cref="NotFoundException">It is not kept any more, or never was for these tenants.</exception>
    public KeptResult FindResult(TenantScope tenants, string queryId) => shelf.Find(tenants, queryId)
        ?? throw new NotFoundException("answer", queryId, "Answers are kept for a limited time: ask the question again.");

    /// <summary>Rows of a result from an offset on, those that are not kept from the MCP server.</summary>
    public IAsyncEnumerable<JsonElement> ReadRowsAsync(KeptResult result, long offset, CancellationToken cancellationToken) =>
        rows.ReadAsync(result, offset, cancellationToken);

    private async Task<T> FromHistoryAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (HistoryUnavailableException exception)
        {
            ChatLog.HistoryFailed(logger, exception);
            throw new UnavailableException(exception.Message + " Try again in a few seconds.", TimeSpan.FromSeconds(5), exception);
        }
    }
}
