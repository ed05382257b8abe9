using Microsoft.Extensions.Logging;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Vocabulary;
using Telemetry.Kafka.Consuming;
using Telemetry.Lake.Storage;

namespace Telemetry.Lake.Writing;

/// <summary>
/// The way of one partition's messages into the lake: parse → drop duplicates → gather → encode → commit. One range is
/// committed at a time while the next is gathered. Everything but the commit belongs to the polling thread.
/// </summary>
internal sealed partial class PartitionWriter(
    int partition,
    LakeLog log,
    LogPosition? position,
    CommitLog commits,
    SemaphoreSlim encoding,
    Vocabularies vocabularies,
    LakeWriterOptions options,
    int maxTenants,
    LakeWriterStatus status,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly EventRowReader _reader = new(vocabularies, TenantsOf(position, vocabularies, maxTenants));
    private readonly SeenIds _seen = new();
    private readonly ReplayPoints _replay = new();
    private readonly CancellationTokenSource _ending = new();
    private long? _next = position?.Next;
    private OpenRange? _open;
    private Task _commit = Task.CompletedTask;
    private long _committingBytes;
    private long _committed = -1;

    public int Partition => partition;

    /// <summary>Whether the polling thread has stopped the partition's consumption.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Memory of the rows that are gathered or being committed.</summary>
    public long Bytes => (_open?.Bytes ?? 0) + Interlocked.Read(ref _committingBytes);

    /// <summary>The open range is as large as it may become, and the one before it isn't committed yet.</summary>
    public bool IsFull => _open is { } open && IsLarge(open);

    /// <summary>Takes a message; its memory is the caller's again when this returns.</summary>
    public void Take(KafkaMessage message)
    {
        var now = time.GetUtcNow();
        var arrival = PlausibleTime.Of(message.TimestampUnixMs, now.ToUnixTimeMilliseconds());
        _reader.Tenants.IsClosed = message.Offset < _next;
        var valid = _reader.TryParse(message, arrival, out var e);
        var isNew = valid && _seen.Add(e, arrival);
        if (valid)
            _replay.See(_seen.ClockMs, message.Offset);
        _next ??= message.Offset;
        if (message.Offset < _next)
            return; // in the lake already; read again for the ids alone
        _open ??= new OpenRange(_next.Value, now);
        if (isNew)
            _open.Add(_reader.Read(message.Value, e), message.Value.Length);
        _open.AdvanceTo(message.Offset + 1);
        status.Took(valid, isNew);
    }

    /// <summary>Begins the commit of the open range when it is its time, or when <paramref name="now"/> is asked for.</summary>
    public void CloseIfDue(bool now = false)
    {
        if (_open is not { IsEmpty: false } open || !_commit.IsCompleted)
            return;
        if (!now && !IsLarge(open) && time.GetUtcNow() - open.OpenedAt < TimeSpan.FromSeconds(options.CloseSeconds))
            return;
        _open = null;
        _next = open.To;
        Interlocked.Exchange(ref _committingBytes, open.Bytes);
        var next = new LogPosition(open.To, Math.Min(_replay.Offset ?? open.To, open.To))
        {
            Tenants = [.. _reader.Tenants.ToList().Select(place => new LakeTenant(vocabularies.Tenants[place.Tenant], place.SeenMs))],
        };
        _commit = Task.Run(() => CommitAsync(open, next), CancellationToken.None);
    }

    /// <summary>The offset up to which the lake has everything, once after each commit.</summary>
    public long? TakeCommitted() => Interlocked.Exchange(ref _committed, -1) is >= 0 and var committed ? committed : null;

    /// <summary>Throws what ended a commit for good.</summary>
    public void ThrowIfFailed()
    {
        if (_commit.IsFaulted)
            _commit.GetAwaiter().GetResult();
    }

    /// <summary>Commits what was gathered; true when all of it is in the lake by the end of that time.</summary>
    public async Task<bool> DrainAsync(TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost, time);
        try
        {
            await _commit.WaitAsync(limit.Token).ConfigureAwait(false);
            CloseIfDue(now: true);
            await _commit.WaitAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception)
        {
            return false; // out of time, or a commit failed for good: whoever continues the log finds out from the lake
        }
    }

    /// <summary>Gives up what isn't committed; whoever continues the partition reads it again.</summary>
    public void Dispose() => _ending.Cancel();

    private static TenantTable TenantsOf(LogPosition? position, Vocabularies vocabularies, int limit) =>
        TenantTable.Of(limit, (position?.Tenants ?? []).Select(tenant => new TenantPlace(vocabularies.Tenants.GetOrAdd(tenant.Tenant), tenant.SeenMs)));

    private bool IsLarge(OpenRange open) => open.Bytes >= options.CloseMegabytes * 1024L * 1024 || open.Files >= options.MaxFilesPerCommit;

    private async Task CommitAsync(OpenRange open, LogPosition next)
    {
        var cancellationToken = _ending.Token;
        try
        {
            var range = new OffsetRange(log, open.From, open.To);
            var files = await EncodeAsync(open, cancellationToken).ConfigureAwait(false);
            var attempt = new CommitAttempt(time);
            for (var pause = TimeSpan.FromSeconds(options.RetrySeconds); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                try
                {
                    await commits.CommitAsync(range, next, files, attempt, cancellationToken).ConfigureAwait(false);
                    break;
                }
                catch (LakeStorageException exception)
                {
                    status.Failed(exception);
                    LogCommitFailed(log.Name, range.From, range.To, pause.TotalSeconds, exception);
                    await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
                }
            }
            Interlocked.Exchange(ref _committed, range.To);
            status.Committed(open.Rows, files, time.GetUtcNow());
            LogCommitted(log.Name, range.From, range.To, open.Rows, files.Count);
        }
        finally
        {
            Interlocked.Exchange(ref _committingBytes, 0);
        }
    }

    private async Task<List<LakeFile>> EncodeAsync(OpenRange open, CancellationToken cancellationToken)
    {
        await encoding.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await open.EncodeAsync(log, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            encoding.Release();
        }
    }

    [LoggerMessage(EventId = 5101, Level = LogLevel.Debug, Message = "{Log}: offsets {From} to {To} are in the lake, {Rows} rows in {Files} files.")]
    private partial void LogCommitted(string log, long from, long to, int rows, int files);

    [LoggerMessage(EventId = 5102, Level = LogLevel.Warning,
        Message = "{Log}: offsets {From} to {To} are not in the lake yet; trying again in {Seconds} s. Consumption waits when memory is used up; nothing is lost.")]
    private partial void LogCommitFailed(string log, long from, long to, double seconds, Exception exception);
}
