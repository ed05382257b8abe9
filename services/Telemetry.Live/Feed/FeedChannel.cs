using System.Buffers;
using Telemetry.Domain.Events;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Live.Feed;

/// <summary>
/// The newest events that one wish lets pass, as a bounded ring of batches into which each subscriber has a cursor. What a slow
/// subscriber has not taken before it leaves the ring is lost to it and counted. Not thread-safe: the hub's loop owns it.
/// </summary>
internal sealed class FeedChannel
{
    private const int Slots = 2_048; // batches; at one a slot of the hub that is ten seconds. A power of two.
    private readonly FeedWish _wish;
    private readonly CellMatcher _matcher;
    private readonly FeedSearch _search;
    private readonly FeedSampler _sampler;
    private readonly int _maxBytes;
    private readonly Entry[] _ring = new Entry[Slots];
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<int> _passing = [];
    private long _ringBytes;

    /// <param name="Bytes">Entries of <see cref="V1.EventBatch.Events"/>.</param>
    /// <param name="Events">How many.</param>
    /// <param name="EventsBefore">Events of all batches before this one.</param>
    internal readonly record struct Entry(byte[] Bytes, int Events, long EventsBefore);

    public FeedChannel(FeedWish wish, Vocabularies vocabularies, FeedSearch search, int maxBytes)
    {
        (_wish, _search, _maxBytes) = (wish, search, maxBytes);
        _matcher = new CellMatcher(wish.Filter, vocabularies);
        _sampler = new FeedSampler(wish.MaxPerSecond);
    }

    public FeedWish Wish => _wish;

    public int Users { get; set; }

    /// <summary>Number of the first batch in the ring.</summary>
    public long First { get; private set; }

    /// <summary>Number that the next batch will have.</summary>
    public long End { get; private set; }

    /// <summary>Events that passed so far.</summary>
    public long Events { get; private set; }

    /// <summary>Events that passed filter and search and were left out by the rate so far.</summary>
    public long SampledOut { get; private set; }

    /// <summary>The batch of a number from <see cref="First"/> to before <see cref="End"/>.</summary>
    public ref readonly Entry this[long number] => ref _ring[number & (Slots - 1)];

    /// <summary>Takes what the wish lets pass of a batch that was closed at a time (Unix ms).</summary>
    public void Take(FeedBatch batch, long nowMs)
    {
        if (_wish.IsEverything)
            Append(batch.Bytes, batch.Rows.Length);
        else
            TakeSome(batch, nowMs);
    }

    /// <summary>Counts events that never reached the feed as lost to everybody.</summary>
    public void Lose(long events) => Events += events;

    /// <summary>The newest events among <paramref name="batches"/> that pass filter and search, at most <paramref name="count"/>, oldest first.</summary>
    public List<Entry> Replay(IReadOnlyList<FeedBatch> batches, int count)
    {
        var entries = new List<Entry>();
        for (var i = batches.Count - 1; i >= 0 && count > 0; i--)
        {
            FindPassing(batches[i]);
            if (_passing.Count > count)
                _passing.RemoveRange(0, _passing.Count - count);
            count -= _passing.Count;
            if (_passing.Count > 0)
                entries.Add(new Entry(Copy(batches[i]), _passing.Count, 0));
        }
        entries.Reverse();
        return entries;
    }

    private void TakeSome(FeedBatch batch, long nowMs)
    {
        var errors = FindPassing(batch);
        var found = _passing.Count;
        _sampler.Begin(found, errors, nowMs);
        var kept = 0;
        for (var i = 0; i < found; i++)
        {
            if (_sampler.Passes(batch.Rows[_passing[i]].Cell.Type == EventType.Error))
                _passing[kept++] = _passing[i];
        }
        _passing.RemoveRange(kept, found - kept);
        SampledOut += found - kept;
        if (kept > 0)
            Append(Copy(batch), kept);
    }

    private int FindPassing(FeedBatch batch)
    {
        var errors = 0;
        _passing.Clear();
        for (var i = 0; i < batch.Rows.Length; i++)
        {
            ref readonly var row = ref batch.Rows[i];
            if (!_matcher.Matches(row.Cell) || (_wish.Search.Length > 0 && !_search.Finds(_wish.Search, batch.Of(row))))
                continue;
            _passing.Add(i);
            errors += row.Cell.Type == EventType.Error ? 1 : 0;
        }
        return errors;
    }

    private byte[] Copy(FeedBatch batch)
    {
        if (_passing.Count == batch.Rows.Length)
            return batch.Bytes;
        _bytes.ResetWrittenCount();
        foreach (var row in _passing)
            _bytes.Write(batch.Of(batch.Rows[row]));
        return _bytes.WrittenSpan.ToArray();
    }

    private void Append(byte[] bytes, int events)
    {
        while (End > First && (_ringBytes + bytes.Length > _maxBytes || End - First == Slots))
        {
            ref var oldest = ref _ring[First++ & (Slots - 1)];
            _ringBytes -= oldest.Bytes.Length;
            oldest = default;
        }
        _ring[End++ & (Slots - 1)] = new Entry(bytes, events, Events);
        _ringBytes += bytes.Length;
        Events += events;
    }
}
