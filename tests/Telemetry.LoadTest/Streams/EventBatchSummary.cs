using System.Runtime.InteropServices;
using Telemetry.LoadTest.Producing;

namespace Telemetry.LoadTest.Streams;

/// <summary>
/// What a batch adds to every stream that receives it: how many events of which phase, stamped when, and the sum of their
/// fingerprints, which tells "each exactly once" from "as many".
/// </summary>
internal sealed class EventBatchSummary
{
    private readonly List<StampGroup> _stamps = [];
    private readonly List<PhaseSum> _sums = [];

    /// <summary>Events lost to this subscriber, when the batch says so.</summary>
    public ulong? Dropped { get; set; }

    /// <summary>Events left out by sampling, when the batch says so.</summary>
    public ulong? SampledOut { get; set; }

    /// <summary>Events whose id is not one of the load's own.</summary>
    public int Foreign { get; private set; }

    public ReadOnlySpan<StampGroup> Stamps => CollectionsMarshal.AsSpan(_stamps);

    public ReadOnlySpan<PhaseSum> Sums => CollectionsMarshal.AsSpan(_sums);

    public void Add(ReadOnlySpan<byte> eventId, long atUnixMilliseconds)
    {
        if (!EventIdentity.TryParse(eventId, out var identity))
        {
            Foreign++;
            return;
        }

        Add(new StampGroup(identity.Phase, atUnixMilliseconds, 1));
        Add(new PhaseSum(identity.Phase, 1, identity.Fingerprint));
    }

    /// <summary>Adds the events of another batch behind those of this one.</summary>
    public void Add(EventBatchSummary other)
    {
        Foreign += other.Foreign;
        foreach (var group in other.Stamps) Add(group);
        foreach (var sum in other.Sums) Add(sum);
    }

    /// <summary>Whether both hold the same events with the same stamps, in the same order.</summary>
    public bool SameAs(EventBatchSummary other) =>
        Foreign == other.Foreign && Stamps.SequenceEqual(other.Stamps) && Sums.SequenceEqual(other.Sums);

    private void Add(StampGroup group)
    {
        // Events arrive nearly in the order of their stamps; a stamp that comes back later makes a second group, which is harmless.
        var stamps = CollectionsMarshal.AsSpan(_stamps);
        if (stamps is [.., var last] && last.Phase == group.Phase && last.AtUnixMilliseconds == group.AtUnixMilliseconds)
            stamps[^1] = last with { Events = last.Events + group.Events };
        else
            _stamps.Add(group);
    }

    private void Add(PhaseSum added)
    {
        foreach (ref var sum in CollectionsMarshal.AsSpan(_sums))
        {
            if (sum.Phase != added.Phase) continue;
            sum = sum.Plus(added);
            return;
        }

        _sums.Add(added);
    }
}

/// <summary>Neighbouring events of one batch with the same phase and stamp.</summary>
internal readonly record struct StampGroup(int Phase, long AtUnixMilliseconds, int Events);

/// <summary>All events of one phase: how many, and the sum of their fingerprints modulo 2^64.</summary>
internal readonly record struct PhaseSum(int Phase, long Events, ulong Fingerprints)
{
    public PhaseSum Plus(PhaseSum other) => new(other.Phase, Events + other.Events, unchecked(Fingerprints + other.Fingerprints));
}
