using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Ownership;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Live.Tests.HandOver;

/// <summary>What a test breaks to see that the model finds it.</summary>
internal enum Fault
{
    None,

    /// <summary>The store takes every write, whatever its epoch.</summary>
    NoFencing,

    /// <summary>The gateways take an owner of a lower epoch for a new one.</summary>
    NoEpochCheck,

    /// <summary>An owner's first delta lacks what was counted before it, and says that it is whole.</summary>
    FirstDeltaNotFull,

    /// <summary>An owner counts messages that its state holds already.</summary>
    NoOffsetCheck,
}

/// <summary>
/// A node that ingests: the product's owner between a model of Kafka and a model of the database, every step of which a scheduler takes
/// on its own. What is written to the outside (deltas, a save) may be on its way for any time, and outlive the node.
/// </summary>
internal sealed class ModelNode(ModelLog log, ModelStore store, List<PartitionDelta> deltas, Vocabularies vocabularies, Fault fault)
{
    private static readonly AggregateLimits Limits = new();
    private readonly Queue<PartitionDelta> _outbox = new();
    private PartitionOwner? _owner;
    private PartitionSnapshot? _row;
    private long _position;
    private bool _pretendsFull;

    /// <summary>Whether the node believes that the partition is assigned to it.</summary>
    public bool Believes { get; private set; }

    /// <summary>Stopped by SIGSTOP: it does nothing, and wakes up with all that it believed.</summary>
    public bool IsPaused { get; set; }

    public bool IsOwner => _owner is { IsRetired: false };

    /// <summary>A save that the database has not done yet.</summary>
    public PartitionSnapshot? Saving { get; private set; }

    public void Assign() => Believes = true;

    /// <summary>Raises the epoch and remembers the row; what comes of it is another step.</summary>
    public void Claim()
    {
        if (Believes && _owner is null)
            _row = store.Claim();
    }

    public void Begin()
    {
        if (!Believes || _row is not { } row || _owner is not null)
            return;
        _row = null;
        var start = StartingPoint.Of(row, log.Bounds, vocabularies, Limits);
        _owner = new PartitionOwner(start.Aggregate, row.Epoch, log.End, keepsStates: true);
        _position = start.Offset;
        if (fault == Fault.FirstDeltaNotFull)
        {
            start.Aggregate.TakeDelta();
            _pretendsFull = true;
        }
        if (fault == Fault.NoOffsetCheck)
            _position = Math.Max(log.Earliest, _position - 3);
    }

    /// <summary>Reads and counts some messages; Kafka may hand some of them over a second time.</summary>
    public void Poll(int messages)
    {
        if (_owner is not { } owner)
            return;
        for (; messages > 0 && _position < log.End; messages--, _position++)
        {
            if (!owner.Takes(_position) && fault != Fault.NoOffsetCheck)
                continue;
            var message = log[_position];
            if (message.Event is { } e)
                owner.Aggregate.Apply(e, message.StampMs);
            else
                owner.Aggregate.Reject(ModelLog.Reason);
            owner.AdvanceTo(_position + 1);
        }
    }

    /// <summary>Kafka goes back a little.</summary>
    public void Repeat(int messages) => _position = Math.Max(log.Earliest, _position - messages);

    public void Publish()
    {
        if (_owner?.TakeDelta() is not { } delta)
            return;
        _outbox.Enqueue(_pretendsFull ? delta with { IsFull = true } : delta);
        _pretendsFull = false;
    }

    /// <summary>One delta reaches the log of deltas.</summary>
    public void Flush()
    {
        if (_outbox.TryDequeue(out var delta))
            deltas.Add(delta);
    }

    public void BeginSave()
    {
        Publish();
        if (Saving is null && _owner?.BeginSave() is { } state)
            Saving = new PartitionSnapshot(0, _owner.Epoch, state.NextOffset, deltas.Count, SnapshotCodec.Encode(state, vocabularies), default);
    }

    /// <summary>The database does the save and the node hears of it, or the database is away.</summary>
    public void EndSave()
    {
        if (Saving is not { } snapshot)
            return;
        Saving = null;
        switch (store.Save(snapshot))
        {
            case SaveOutcome.Saved:
                _owner?.Saved();
                break;
            case SaveOutcome.Away:
                _owner?.NotSaved();
                break;
            case SaveOutcome.Fenced:
                _owner?.Retire();
                _owner = null; // and claims again, as long as it believes
                break;
        }
    }

    /// <summary>The group takes the partition away in good order.</summary>
    public void Revoke()
    {
        Publish();
        EndSave();
        BeginSave();
        EndSave();
        while (_outbox.Count > 0)
            Flush();
        Leave();
    }

    /// <summary>The group has given the partition to somebody else.</summary>
    public void Lose()
    {
        _owner?.Retire();
        Leave();
    }

    /// <summary>Ends the process. Returns a save that the database may still do.</summary>
    public PartitionSnapshot? Crash(Random random)
    {
        for (var left = random.Next(_outbox.Count + 1); left > 0; left--)
            Flush();
        _outbox.Clear();
        var save = Saving;
        IsPaused = false;
        Leave();
        return save;
    }

    private void Leave()
    {
        (_owner, _row, Saving, Believes) = (null, null, null, false);
    }

    /// <summary>All that is on its way from the node arrives.</summary>
    public void Settle()
    {
        EndSave();
        while (_outbox.Count > 0)
            Flush();
    }
}
