using System.Collections.Immutable;
using Akka.Actor;
using Telemetry.Chat.Answers;
using Telemetry.Chat.History;
using Telemetry.Chat.Questions;
using Telemetry.V1;
using static Telemetry.Chat.Sessions.SessionMessages;

namespace Telemetry.Chat.Sessions;

/// <summary>
/// One conversation. Reads its history when it comes into memory, answers its questions one after the other, because each goes on from
/// the one before, and writes each outcome down before the asker gets it.
/// </summary>
internal sealed partial class ChatSession : ReceiveActor, IWithStash
{
    /// <summary>Entries that the context is made from; older ones no longer matter to it.</summary>
    private const int EntriesInContext = 40;
    private static readonly TimeSpan HistoryPatience = TimeSpan.FromSeconds(5);

    private readonly SessionKey _key;
    private readonly IChatHistory _history;
    private readonly QuestionTools _with;
    private readonly Queue<Ask> _waiting = new();
    private readonly HashSet<Ask> _unanswered = new(ReferenceEqualityComparer.Instance);
    private SessionContext _context = SessionContext.Empty;
    private Ask? _current;
    private Question? _question;
    private IActorRef? _query;
    private int _writing;

    public ChatSession(SessionKey key, IChatHistory history, QuestionTools with)
    {
        (_key, _history, _with) = (key, history, with);
        Become(Loading);
    }

    public IStash Stash { get; set; } = null!;

    public static Props For(SessionKey key, IChatHistory history, QuestionTools with) => Props.Create(() => new ChatSession(key, history, with));

    protected override void PreStart()
    {
        // A history that can't be read is no reason not to answer: the conversation goes on as a new one.
        var self = Self;
        _ = LoadAsync();

        async Task LoadAsync()
        {
            using var patience = new CancellationTokenSource(HistoryPatience, _with.Time);
            try
            {
                self.Tell(new Loaded(await _history.ReadAsync(_key, EntriesInContext, patience.Token)));
            }
            catch (Exception exception)
            {
                LogHistoryFailed(_with.Logger, exception);
                self.Tell(new Loaded([]));
            }
        }
    }

    // Restarted or stopped: who still waits is told, whatever happened.
    protected override void PostStop()
    {
        foreach (var ask in _unanswered)
        {
            ask.Interrupt();
            Handled(ask);
        }
    }

    protected override void PreRestart(Exception reason, object message)
    {
        // The message that broke it is not seen again; everything else in the mailbox is.
        if (message is IForSession broken)
        {
            broken.Interrupt();
            Handled(broken);
        }

        base.PreRestart(reason, message);
    }

    /// <summary>
    /// A question that throws is stopped, never restarted: half a question can't be taken up again. Its asker gets a failure that says so,
    /// the conversation goes on. (The exception is in the log.)
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(exception =>
    {
        LogQuestionFailed(_with.Logger, _current?.Id ?? 0, exception);
        return Directive.Stop;
    }, loggingEnabled: false);

    private void Loading()
    {
        Receive<Loaded>(loaded =>
        {
            _context = loaded.Entries.Aggregate(_context, (context, entry) => context.After(entry));
            Become(Ready);
            Stash.UnstashAll();
        });
        ReceiveAny(_ => Stash.Stash());
    }

    private void Ready()
    {
        SetReceiveTimeout(TimeSpan.FromSeconds(_with.Options.SessionIdleSeconds));
        Receive<Ask>(OnAsk);
        Receive<CancelQuestion>(OnCancel);
        Receive<GetPlans>(get =>
        {
            get.Reply.TrySetResult(_context.Plans);
            Handled(get);
        });
        Receive<QueryMessages.Ended>(ended => OnEnded(ended.Outcome), ended => ended.Question == _question);
        Receive<Terminated>(_ => OnEnded(new Failed(new V1.Failure
        {
            Kind = FailureKind.Engine,
            Message = "This question failed because of a fault on our side. The conversation goes on; ask again or in other words.",
            Retryable = true,
        })), stopped => stopped.ActorRef.Equals(_query));
        Receive<Written>(OnWritten);
        Receive<ReceiveTimeout>(_ => Context.Parent.Tell(new Idle(_key)), _ => IsIdle);
    }

    private bool IsIdle => _current is null && _writing == 0;

    private void OnAsk(Ask ask)
    {
        if (_current is not null && _waiting.Count >= _with.Options.WaitingPerSession)
        {
            ask.Refuse($"{_waiting.Count + 1} questions of this conversation are waiting already. Wait for an answer, then ask again.");
            Handled(ask);
            return;
        }

        _unanswered.Add(ask);
        if (_current is null)
        {
            Begin(ask);
            return;
        }

        ask.Asker.Progress(new Progress { Stage = Stage.Queued, Note = "Another question of this conversation is answered first." });
        _waiting.Enqueue(ask);
    }

    private void Begin(Ask ask)
    {
        _current = ask;
        _question = new Question(
            ask.Id, _key.Caller.Tenants, ask.Message, _context.Resolve(ask.Message), ask.BoundFilters, _context.Plans, _context.Choices, ask.Asker);
        _query = Context.Watch(Context.ActorOf(QuerySession.For(_question, _with)));
    }

    private void OnCancel(CancelQuestion cancel)
    {
        if (_current?.Id == cancel.Id)
        {
            _query.Tell(QueryMessages.Cancel.Instance);
            return;
        }

        foreach (var ask in _waiting.Where(ask => ask.Id == cancel.Id).ToList())
        {
            Keep(_waiting, other => other != ask);
            _unanswered.Remove(ask);
            ask.Asker.Cancelled();
            Handled(ask);
        }
    }

    private void OnEnded(ChatUpdate outcome)
    {
        if (_query is not null) Context.Unwatch(_query);
        var ask = _current!;
        (_current, _question, _query) = (null, null, null);
        var entry = new HistoryEntry { Message = ask.Message, AtUnixMs = _with.Time.GetUtcNow().ToUnixTimeMilliseconds() };
        switch (outcome)
        {
            case Answered answered: entry.Answer = answered.Answer; break;
            case Failed failed: entry.Failure = failed.Failure; break;
        }

        _context = _context.After(entry);
        _writing++;
        _ = WriteAsync(Self, ask, entry, outcome);
        if (_waiting.TryDequeue(out var next)) Begin(next);
    }

    private async Task WriteAsync(IActorRef self, Ask ask, HistoryEntry entry, ChatUpdate outcome)
    {
        using var patience = new CancellationTokenSource(HistoryPatience, _with.Time);
        try
        {
            await _history.AppendAsync(_key, entry, patience.Token);
        }
        catch (Exception exception)
        {
            // The answer is worth more than its place in the history.
            LogHistoryFailed(_with.Logger, exception);
        }

        self.Tell(new Written(ask, outcome));
    }

    private void OnWritten(Written written)
    {
        _writing--;
        _unanswered.Remove(written.Ask);
        written.Ask.Asker.Complete(written.Outcome);
        Handled(written.Ask);
    }

    private static void Handled(IForSession message) => Context.Parent.Tell(new Handled(message));

    private static void Keep(Queue<Ask> queue, Func<Ask, bool> wanted)
    {
        var kept = queue.Where(wanted).ToImmutableArray();
        queue.Clear();
        foreach (var ask in kept) queue.Enqueue(ask);
    }

    private sealed record Loaded(IReadOnlyList<HistoryEntry> Entries);

    private sealed record Written(Ask Ask, ChatUpdate Outcome);

    [LoggerMessage(EventId = 3201, Level = LogLevel.Error, Message = "The chat history failed; the conversation goes on without it.")]
    private static partial void LogHistoryFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Error, Message = "Question {Id} failed because of a fault in chat; its asker is told, its session goes on.")]
    private static partial void LogQuestionFailed(ILogger logger, long id, Exception exception);
}
