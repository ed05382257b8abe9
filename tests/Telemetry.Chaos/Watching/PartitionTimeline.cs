namespace Telemetry.Chaos.Watching;

/// <summary>When one partition's owner was heard of, as a gateway hears it: deltas of lower epochs do not count. Not thread-safe.</summary>
internal sealed class PartitionTimeline
{
    private readonly List<(TimeSpan At, long Epoch)> _heard = [];
    private readonly List<TimeSpan> _claims = [];

    /// <summary>The highest epoch.</summary>
    public long Epoch { get; private set; }

    /// <summary>When each owner was first heard of, be it by its claim alone.</summary>
    public IReadOnlyList<TimeSpan> Claims => _claims;

    /// <summary>Messages of zombies.</summary>
    public long Fenced { get; private set; }

    /// <summary>Takes note of a delta.</summary>
    public void Hear(TimeSpan at, DeltaHead delta)
    {
        if (delta.Epoch < Epoch)
        {
            Fenced++;
            return;
        }

        if (delta.Epoch > Epoch) _claims.Add(at);
        Epoch = delta.Epoch;
        // That somebody owns it is no progress yet.
        if (!delta.Started) _heard.Add((at, delta.Epoch));
    }

    /// <summary>Longest silence in the given stretch of time, and where it begins.</summary>
    public (TimeSpan At, TimeSpan Length) LongestSilence(TimeSpan from, TimeSpan to)
    {
        var (longest, last) = ((At: from, Length: TimeSpan.Zero), from);
        foreach (var at in _heard.Select(heard => heard.At).Where(at => at > from && at < to).Append(to))
        {
            if (at - last > longest.Length) longest = (last, at - last);
            last = at;
        }

        return longest;
    }

    /// <summary>The silences, each from one message to the next.</summary>
    public IEnumerable<(TimeSpan From, TimeSpan To)> Silences => _heard.Zip(_heard.Skip(1)).Select(pair => (pair.First.At, pair.Second.At));

    /// <summary>Whether the owner stayed the same and was heard of before.</summary>
    public bool KeptOwner(TimeSpan from, TimeSpan to) => _heard.Any(heard => heard.At < from) && !_claims.Any(claim => claim >= from && claim <= to);
}
