using Akka.Actor;
using Telemetry.Chat.History;
using Telemetry.Chat.Questions;
using static Telemetry.Chat.Sessions.SessionMessages;

namespace Telemetry.Chat.Sessions;

/// <summary>Holds the conversations in memory: brings one in when it is asked something, lets it go when it has been idle.</summary>
internal sealed class ChatSupervisor : ReceiveActor
{
    private readonly IChatHistory _history;
    private readonly QuestionTools _with;
    private readonly Dictionary<SessionKey, Entry> _sessions = [];
    private readonly Dictionary<IActorRef, Entry> _byActor = [];
    private readonly LinkedList<Entry> _byUse = new(); // longest unused first

    public ChatSupervisor(IChatHistory history, QuestionTools with)
    {
        (_history, _with) = (history, with);
        Receive<IForSession>(OnForSession);
        Receive<CancelQuestion>(OnCancel);
        Receive<Handled>(handled => OnHandled(handled));
        Receive<Idle>(idle =>
        {
            // Something may have come for it since it said so.
            if (_sessions.TryGetValue(idle.Session, out var entry) && entry.Actor.Equals(Sender) && entry.CanLeave) LetGo(entry);
        });
        Receive<Terminated>(stopped => OnStopped(stopped.ActorRef));
        Receive<CountSessions>(count => count.Reply.TrySetResult(_sessions.Count));
    }

    private sealed class Entry(SessionKey key, IActorRef actor)
    {
        public SessionKey Key { get; } = key;

        public IActorRef Actor { get; } = actor;

        public LinkedListNode<Entry>? Use { get; set; }

        /// <summary>Messages passed on that it has not done with. While there are any it stays: a question would be cut off.</summary>
        public HashSet<IForSession> Pending { get; } = new(ReferenceEqualityComparer.Instance);

        /// <summary>It was told to stop; what comes for it waits until it has.</summary>
        public bool IsLeaving { get; set; }

        public bool CanLeave => Pending.Count == 0 && !IsLeaving;

        public List<IForSession> Waiting { get; } = [];
    }

    public static Props For(IChatHistory history, QuestionTools with) => Props.Create(() => new ChatSupervisor(history, with));

    /// <summary>
    /// A session that throws is restarted: its askers are told (see its PostStop), its context is read anew from the history. One that
    /// throws four times within a minute is stopped; the next message brings it in from scratch.
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        maxNrOfRetries: 3, withinTimeRange: TimeSpan.FromMinutes(1), localOnlyDecider: _ => Directive.Restart);

    private void OnForSession(IForSession message)
    {
        if (_sessions.TryGetValue(message.Session, out var entry))
        {
            if (entry.IsLeaving) entry.Waiting.Add(message);
            else Pass(entry, message);
            return;
        }

        if (_sessions.Count >= _with.Options.MaxSessions && !MakeRoom())
        {
            message.Refuse($"All {_with.Options.MaxSessions:N0} conversations of this node are busy. Ask again in a few seconds.");
            return;
        }

        Pass(Bring(message.Session), message);
    }

    private void Pass(Entry entry, IForSession message)
    {
        _byUse.Remove(entry.Use!);
        _byUse.AddLast(entry.Use!);
        entry.Pending.Add(message);
        entry.Actor.Tell(message);
    }

    private Entry Bring(SessionKey key)
    {
        var entry = new Entry(key, Context.Watch(Context.ActorOf(ChatSession.For(key, _history, _with))));
        entry.Use = _byUse.AddLast(entry);
        _sessions[key] = entry;
        _byActor[entry.Actor] = entry;
        return entry;
    }

    private bool MakeRoom()
    {
        for (var node = _byUse.First; node is not null; node = node.Next)
        {
            if (!node.Value.CanLeave) continue;
            LetGo(node.Value);
            return true;
        }

        return false;
    }

    private static void LetGo(Entry entry)
    {
        entry.IsLeaving = true;
        Context.Stop(entry.Actor);
    }

    private void OnCancel(CancelQuestion cancel)
    {
        if (!_sessions.TryGetValue(cancel.Session, out var entry)) return;
        if (!entry.IsLeaving)
        {
            entry.Actor.Tell(cancel);
            return;
        }

        foreach (var waiting in entry.Waiting.OfType<Ask>().Where(ask => ask.Id == cancel.Id)) waiting.Asker.Cancelled();
        entry.Waiting.RemoveAll(message => message is Ask ask && ask.Id == cancel.Id);
    }

    private void OnHandled(Handled handled)
    {
        if (_sessions.TryGetValue(handled.Message.Session, out var entry) && entry.Actor.Equals(Sender)) entry.Pending.Remove(handled.Message);
    }

    private void OnStopped(IActorRef actor)
    {
        if (!_byActor.Remove(actor, out var entry)) return;
        _sessions.Remove(entry.Key);
        _byUse.Remove(entry.Use!);
        // It broke for good with these in its mailbox.
        foreach (var lost in entry.Pending) lost.Interrupt();
        if (entry.Waiting.Count == 0) return;
        var again = Bring(entry.Key);
        foreach (var message in entry.Waiting) Pass(again, message);
    }
}
