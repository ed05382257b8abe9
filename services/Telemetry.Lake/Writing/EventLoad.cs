using Telemetry.Lake.Storage;
using Telemetry.Lake.Tables;

namespace Telemetry.Lake.Writing;

/// <summary>
/// Brings events into the lake that don't come from the stream, such as a simulated past. Nothing of a load is seen before
/// <see cref="CommitAsync"/>, and all of it after; a load of a name is done once. See <see cref="CommitLog"/> for the rule.
/// </summary>
/// <param name="storage">The lake.</param>
/// <param name="name">Letters, digits, <c>.</c> and <c>_</c>; part of the files' names.</param>
/// <param name="time">The clock.</param>
public sealed class EventLoad(ILakeStorage storage, string name, TimeProvider time) : IAsyncDisposable
{
    private readonly CommitLog _commits = new(storage, time);
    private readonly CommitAttempt _attempt = new(time);
    private readonly LakeLog _log = new(name);
    private readonly List<string> _keys = [];
    private (DateOnly Date, string Tenant)? _partition;
    private EventFileWriter _file = new();
    private long _rows;

    /// <summary>Whether a load of this name is in the lake. Finishes one that was stopped while it was brought in.</summary>
    public async Task<bool> IsDoneAsync(CancellationToken cancellationToken) =>
        await _commits.RecoverAsync(_log, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Adds rows of one day and tenant, none earlier than those of that day and tenant before.</summary>
    /// <exception cref="ArgumentException">The rows are of several days or tenants.</exception>
    public async Task AddAsync(EventRows rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
            return;
        var partition = PartitionOf(rows[0]);
        for (var i = 1; i < rows.Count; i++)
        {
            if (PartitionOf(rows[i]) != partition)
                throw new ArgumentException($"Rows of {partition.Date} and {LakePaths.DateOf(rows[i].TimestampMs)}, or of several tenants, came together; a file has one day and one tenant.", nameof(rows));
        }
        if (_partition != partition)
            await CompleteFileAsync(cancellationToken).ConfigureAwait(false);
        _partition = partition;
        await _file.AppendAsync(rows, cancellationToken).ConfigureAwait(false);
        _rows += rows.Count;
    }

    /// <summary>Makes everything that was added part of the lake.</summary>
    /// <exception cref="RangeTakenException">Somebody else has done a load of this name meanwhile; this one leaves nothing.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await CompleteFileAsync(cancellationToken).ConfigureAwait(false);
        await _commits.CommitStagedAsync(new OffsetRange(_log, 0, Math.Max(1, _rows)), new LogPosition(Math.Max(1, _rows), 0), _rows, _keys, _attempt, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static (DateOnly Date, string Tenant) PartitionOf(in EventRow row) => (LakePaths.DateOf(row.TimestampMs), row.Tenant);

    private async Task CompleteFileAsync(CancellationToken cancellationToken)
    {
        if (_partition is not var (date, tenant))
            return;
        var key = $"{LakePaths.PartitionOf(date, tenant)}{name}-{_keys.Count:D4}.parquet";
        await _commits.StageAsync(_log, 0, key, await _file.CompleteAsync().ConfigureAwait(false), _attempt, cancellationToken).ConfigureAwait(false);
        _keys.Add(key);
        _file = new EventFileWriter();
        _partition = null;
    }
}
