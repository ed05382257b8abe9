using Telemetry.Kafka.Librdkafka;

namespace Telemetry.Kafka.Consuming;

/// <summary>Where a partition begins: what the log holds, and the seek that lets an assigned partition go.</summary>
internal sealed unsafe partial class KafkaTelemetrySource
{
    private const int SeekTimeoutMs = 1_000, QueryTimeoutMs = 2_000;
    private readonly List<PartitionState> _starting = [];
    private readonly CountdownEvent _queries = new(1); // one for the source itself, until it is disposed

    public void Start(int partition, long? offset)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (offset is { } start) ArgumentOutOfRangeException.ThrowIfNegative(start, nameof(offset));
        if (Find(partition) is not { } state) return;
        if (state.IsStarted) ThrowUnlessDone(Native.PausePartitions(_consumer.Client, state.List), "pause", partition);
        state.IsStarted = state.IsPaused = false;
        state.Position = offset;
        state.AwaitsFirst = offset is not null;
        state.StartsAt = offset ?? PartitionState.Earliest;
        if (!_starting.Contains(state)) _starting.Add(state); // the next poll seeks: the assignment may not be answered yet
    }

    public Task<LogBounds> BoundsAsync(int partition, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(!_queries.TryAddCount(), this);
        return Task.Run(() => QueryBounds(partition), CancellationToken.None).WaitAsync(cancellationToken);
    }

    private LogBounds QueryBounds(int partition)
    {
        try
        {
            long earliest, end;
            var error = Native.QueryWatermarkOffsets(_consumer.Client, _topic, partition, &earliest, &end, QueryTimeoutMs);
            ThrowUnlessDone(error, "ask for the bounds of", partition);
            return new LogBounds(earliest, end);
        }
        finally
        {
            _queries.Signal();
        }
    }

    private void EndQueries()
    {
        _queries.Signal();
        _queries.Wait();
        _queries.Dispose();
    }

    private void StartPending()
    {
        for (var i = _starting.Count - 1; i >= 0; i--)
        {
            var state = _starting[i];
            if (Find(state.Number) != state || TrySeek(state)) _starting.RemoveAt(i);
        }
    }

    /// <summary>False while librdkafka has not taken up the assignment; another poll tries again.</summary>
    private bool TrySeek(PartitionState state)
    {
        int error;
        lock (_gate)
        {
            state.List->Elements[0].Offset = state.StartsAt!.Value;
            error = Failure(Native.SeekPartitions(_consumer.Client, state.List, SeekTimeoutMs));
            if (error == Rd.NoError) error = state.List->Elements[0].Error;
            state.List->Elements[0].Error = Rd.NoError;
        }
        if (error is Rd.ErrorState or Rd.ErrorPreviousInProgress or Rd.ErrorTimedOut) return false;
        ThrowUnlessDone(error, "seek", state.Number);
        state.IsStarted = true;
        if (!state.IsPaused) ThrowUnlessDone(Native.ResumePartitions(_consumer.Client, state.List), "resume", state.Number);
        return true;
    }
}
