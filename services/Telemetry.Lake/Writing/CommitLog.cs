using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Lake.Storage;

namespace Telemetry.Lake.Writing;

/// <summary>
/// Brings the files of an offset range into the lake all together and exactly once. The rule:
/// <list type="number">
/// <item>The files are put into a folder of this attempt's own, <c>_staging/{log}/{from}-{time}-{attempt}/</c>, where no reader looks.</item>
/// <item>The marker <c>_commits/{log}/{from}.json</c>, which lists them, is created unless there is one. This is the commit: one object
/// that appears whole. Ranges follow each other, so a log has one range that begins at an offset, and of two writers one wins.</item>
/// <item>The files are moved to their places below <c>events/</c>. Moving twice is harmless.</item>
/// </list>
/// A writer that dies before the marker leaves staged files that no marker names: nothing of them was ever seen, the range is read
/// again from Kafka, and they are deleted when they are <see cref="OrphanAge"/> old. One that dies after it leaves moves to be
/// finished: <see cref="RecoverAsync"/> does so before the log continues at the newest marker's end. So a restart neither loses
/// nor repeats rows, wherever the writer was stopped. Only the newest markers are kept, enough for a writer that was cut off to find
/// that its place is taken.
/// </summary>
public sealed partial class CommitLog(ILakeStorage storage, TimeProvider time, ILogger<CommitLog>? logger = null)
{
    /// <summary>How old staged files must be before they are taken for left behind. Far longer than a commit may take.</summary>
    public static readonly TimeSpan OrphanAge = TimeSpan.FromHours(1);

    private const string Staging = "_staging/";
    private const int MarkersKept = 16;
    private const int RequestsAtATime = 8;
    private readonly ILogger _logger = logger ?? NullLogger<CommitLog>.Instance;

    /// <summary>Finishes what was committed and not moved, and says where the log continues; null when the lake has nothing of it.</summary>
    public async Task<LogPosition?> RecoverAsync(LakeLog log, CancellationToken cancellationToken)
    {
        var markers = await MarkersAsync(CommitMarker.FolderOf(log), cancellationToken).ConfigureAwait(false);
        foreach (var key in markers)
            await FinishAsync(key, cancellationToken).ConfigureAwait(false);
        await DeleteOrphansAsync($"{Staging}{log.Name}/", cancellationToken).ConfigureAwait(false);
        if (markers.Count == 0 || await ReadAsync(markers[^1], cancellationToken).ConfigureAwait(false) is not { } newest)
            return null;
        return new LogPosition(newest.To, newest.ReplayFrom) { Tenants = newest.Tenants is { Count: > 0 } tenants ? tenants : [] };
    }

    /// <summary>The same for every log, such as those of topics that are gone, without continuing them.</summary>
    public async Task RecoverAllAsync(CancellationToken cancellationToken)
    {
        foreach (var key in await MarkersAsync(CommitMarker.All, cancellationToken).ConfigureAwait(false))
            await FinishAsync(key, cancellationToken).ConfigureAwait(false);
        await DeleteOrphansAsync(Staging, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Commits a range. May be called again with the same <paramref name="attempt"/> after any failure but
    /// <see cref="RangeTakenException"/>; what was done then is not done twice.
    /// </summary>
    /// <param name="range">The range; it begins where the last one ended.</param>
    /// <param name="next">Where a restart continues after it.</param>
    /// <param name="files">The files; none when the range holds no row.</param>
    /// <param name="attempt">A name of the caller's own for this range.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="RangeTakenException">Another writer has committed a range from there on.</exception>
    public async Task CommitAsync(OffsetRange range, LogPosition next, IReadOnlyList<LakeFile> files, CommitAttempt attempt, CancellationToken cancellationToken)
    {
        if (!attempt.IsCommitted)
        {
            await Parallel.ForEachAsync(files, Few(cancellationToken), async (file, token) =>
                await StageAsync(range.Log, range.From, file.Key, file.Content, attempt, token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        await CommitStagedAsync(range, next, files.Sum(file => (long)file.Rows), [.. files.Select(file => file.Key)], attempt, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first step for one file.</summary>
    internal Task StageAsync(LakeLog log, long from, string key, ReadOnlyMemory<byte> content, CommitAttempt attempt, CancellationToken cancellationToken) =>
        storage.PutAsync(StagedFolder(log, from, attempt) + key, content, cancellationToken);

    /// <summary>The steps after all files of the range have been staged.</summary>
    internal async Task CommitStagedAsync(
        OffsetRange range, LogPosition next, long rows, IReadOnlyList<string> keys, CommitAttempt attempt, CancellationToken cancellationToken)
    {
        var marker = new CommitMarker(range.From, range.To, next.ReplayFrom, rows, StagedFolder(range.Log, range.From, attempt), keys, next.Tenants);
        if (!attempt.IsCommitted)
            await CreateAsync(range, CommitMarker.KeyOf(range.Log, range.From), marker, cancellationToken).ConfigureAwait(false);
        attempt.IsCommitted = true;
        await MoveAsync(marker, cancellationToken).ConfigureAwait(false);
        await PruneAsync(range.Log, cancellationToken).ConfigureAwait(false);
    }

    private static string StagedFolder(LakeLog log, long from, CommitAttempt attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"{Staging}{log.Name}/{from:D20}-{attempt.StartedMs}-{attempt.Id}/");

    private async Task CreateAsync(OffsetRange range, string key, CommitMarker marker, CancellationToken cancellationToken)
    {
        // A writer that slept through several of its successor's commits would find its own place free again once markers are pruned.
        var markers = await MarkersAsync(CommitMarker.FolderOf(range.Log), cancellationToken).ConfigureAwait(false);
        if (markers.Any(other => CommitMarker.FromOf(other) > range.From))
            throw new RangeTakenException(range);
        if (await storage.TryCreateAsync(key, marker.ToJson(), cancellationToken).ConfigureAwait(false))
            return;
        // Ours if an earlier call created it and its answer was lost.
        var present = await ReadAsync(key, cancellationToken).ConfigureAwait(false);
        if (present?.Staged != marker.Staged)
            throw new RangeTakenException(range);
    }

    private async Task FinishAsync(string key, CancellationToken cancellationToken)
    {
        if (await ReadAsync(key, cancellationToken).ConfigureAwait(false) is { } marker)
            await MoveAsync(marker, cancellationToken).ConfigureAwait(false);
    }

    private Task MoveAsync(CommitMarker marker, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(marker.Files, Few(cancellationToken), async (file, token) =>
            await storage.MoveAsync(marker.Staged + file, file, token).ConfigureAwait(false));

    private static ParallelOptions Few(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = RequestsAtATime, CancellationToken = cancellationToken };

    private async Task PruneAsync(LakeLog log, CancellationToken cancellationToken)
    {
        var markers = await MarkersAsync(CommitMarker.FolderOf(log), cancellationToken).ConfigureAwait(false);
        foreach (var key in markers.SkipLast(MarkersKept))
            await storage.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CommitMarker?> ReadAsync(string key, CancellationToken cancellationToken) =>
        await storage.ReadAsync(key, cancellationToken).ConfigureAwait(false) is { } json ? CommitMarker.Parse(key, json) : null;

    private async Task<List<string>> MarkersAsync(string prefix, CancellationToken cancellationToken) =>
        [.. (await storage.ListAsync(prefix, cancellationToken).ConfigureAwait(false)).Where(key => CommitMarker.FromOf(key) is not null)];

    private async Task DeleteOrphansAsync(string prefix, CancellationToken cancellationToken)
    {
        var oldest = (time.GetUtcNow() - OrphanAge).ToUnixTimeMilliseconds();
        foreach (var key in await storage.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            var parts = key.Split('/')[2].Split('-');
            if (parts.Length != 3 || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var started) || started >= oldest)
                continue;
            LogOrphan(key, storage.Name);
            await storage.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Deleting {Key} in {Lake}: its writer ended before it was committed, and its range was read again.")]
    private partial void LogOrphan(string key, string lake);
}

/// <summary>Where a log continues.</summary>
/// <param name="Next">The first offset that is not in the lake.</param>
/// <param name="ReplayFrom">The offset to read from: what comes before <paramref name="Next"/> only tells which ids were seen.</param>
public sealed record LogPosition(long Next, long ReplayFrom)
{
    /// <summary>The tenants that have a place in the partition there.</summary>
    public IReadOnlyList<LakeTenant> Tenants { get; init; } = [];
}

/// <summary>A tenant that has a place in a partition; see <see cref="Domain.Tenants.TenantTable"/>.</summary>
/// <param name="Tenant">Its name.</param>
/// <param name="SeenMs">Newest event time of the partition when it sent last, Unix ms.</param>
public sealed record LakeTenant(string Tenant, long SeenMs);

/// <summary>A file that becomes part of the lake.</summary>
/// <param name="Key">Its final place.</param>
/// <param name="Rows">How many rows it holds.</param>
/// <param name="Content">Its bytes.</param>
public sealed record LakeFile(string Key, int Rows, ReadOnlyMemory<byte> Content);

/// <summary>One writer's try to commit one range, kept over its repetitions.</summary>
public sealed class CommitAttempt(TimeProvider time)
{
    internal string Id { get; } = Guid.NewGuid().ToString("N");

    internal long StartedMs { get; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    internal bool IsCommitted { get; set; }
}

/// <summary>Another writer owns the log: it has committed from the same offset on. This one must ask the lake where to continue.</summary>
public sealed class RangeTakenException(OffsetRange range)
    : Exception($"Another writer has committed {range.Log.Name} from offset {range.From:N0} on. This one continues where the lake ends; if it happens again and again, two processes write one lake with different consumer groups.");
