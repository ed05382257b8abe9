using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Lake.Storage;
using Telemetry.Lake.Tables;

namespace Telemetry.Lake.Compaction;

/// <summary>
/// Makes few files of many, day by day and tenant by tenant, in a lake in a folder. The rule, for readers that use <see cref="LakeFiles.Live"/>:
/// <list type="number">
/// <item>A note says that the new file doesn't count yet (<see cref="ReplacementState.Prepared"/>).</item>
/// <item>The new file is put in place.</item>
/// <item>The note is replaced by one that says the old files don't count any more: at this rename readers change over.</item>
/// <item>After <see cref="Grace"/> the old files are deleted, then the note.</item>
/// </list>
/// <see cref="RecoverAsync"/> takes back what was stopped before the change-over and finishes what was stopped after it. One compactor works
/// on a lake at a time; a lock file sees to that. In S3 nothing is compacted: Athena lists objects itself and would read rows twice during
/// the change-over; use a table format or a switch of the partition's location there.
/// </summary>
public sealed partial class Compactor : IDisposable
{
    /// <summary>How long replaced files stay for queries that began before.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    // Files above this are large enough; with the other limit they bound what one compaction holds in memory (about 250 MB).
    private const long SmallBytes = 8 * 1024 * 1024;
    private const int MaxRows = 400_000;

    private readonly string _folder;
    private readonly ILakeStorage _storage;
    private readonly CompactorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FileStream _lock;

    private Compactor(string folder, ILakeStorage storage, FileStream @lock, CompactorOptions options, TimeProvider time, ILogger<Compactor>? logger)
    {
        _folder = folder;
        _storage = storage;
        _options = options;
        _time = time;
        _lock = @lock;
        _logger = logger ?? NullLogger<Compactor>.Instance;
    }

    /// <summary>Takes the lake's lock; null while another process has it.</summary>
    public static Compactor? TryOpen(FolderStorage storage, CompactorOptions options, TimeProvider time, ILogger<Compactor>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return TryOpen(storage.Name, storage, options, time, logger);
    }

    /// <summary>The same with every change going through another storage, which a test can stop.</summary>
    internal static Compactor? TryOpen(string folder, ILakeStorage storage, CompactorOptions options, TimeProvider time, ILogger<Compactor>? logger = null)
    {
        var notes = Path.Combine(folder, Replacement.Folder);
        Directory.CreateDirectory(notes);
        try
        {
            var @lock = new FileStream(Path.Combine(notes, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new Compactor(folder, storage, @lock, options, time, logger);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Takes back or finishes what an earlier run left, and deletes replaced files whose grace is over.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        foreach (var key in await NotesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await ReadAsync(key, cancellationToken).ConfigureAwait(false) is not { } replacement)
                continue;
            if (replacement.State == ReplacementState.Committed && _time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(replacement.AtMs) < Grace)
                continue;
            IEnumerable<string> obsolete = replacement.State == ReplacementState.Prepared ? [replacement.Added] : replacement.Removed;
            foreach (var file in obsolete)
                await _storage.DeleteAsync(file, cancellationToken).ConfigureAwait(false);
            await _storage.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Goes over all days once. Returns how many files were replaced by fewer.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await RecoverAsync(cancellationToken).ConfigureAwait(false);
        var today = LakePaths.DateOf(_time.GetUtcNow().ToUnixTimeMilliseconds());
        var replaced = 0;
        var live = LakeFiles.Live(_folder).Select(file => Path.GetRelativePath(_folder, file).Replace('\\', '/'));
        foreach (var folder in live.GroupBy(key => key[..key.LastIndexOf('/')]).ToList())
        {
            if (LakePaths.PartitionOf(folder.First()) is not var (date, tenant))
                continue;
            var least = date < today ? 2 : _options.MinFilesOfToday;
            try
            {
                replaced += await CompactAsync(tenant, [.. folder.Where(IsSmall)], least, cancellationToken).ConfigureAwait(false);
            }
            catch (UnreadableFileException unreadable)
            {
                LogUnreadable(unreadable.Key, folder.Key, unreadable.InnerException!);
            }
        }
        return replaced;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private bool IsSmall(string key) => new FileInfo(Path.Combine(_folder, key)) is { Exists: true, Length: < SmallBytes };

    private async Task<int> CompactAsync(string tenant, List<string> files, int least, CancellationToken cancellationToken)
    {
        var replaced = 0;
        while (files.Count >= least)
        {
            var rows = new EventRows();
            var taken = new List<string>();
            foreach (var key in files.TakeWhile(_ => rows.Count < MaxRows))
            {
                await DecodeAsync(key, tenant, rows, cancellationToken).ConfigureAwait(false);
                taken.Add(key);
            }
            files.RemoveRange(0, taken.Count);
            if (taken.Count < 2)
                continue;
            await ReplaceAsync(taken, rows, cancellationToken).ConfigureAwait(false);
            replaced += taken.Count - 1;
            LogCompacted(taken.Count, taken[0][..taken[0].LastIndexOf('/')], rows.Count);
        }
        return replaced;
    }

    private async Task DecodeAsync(string key, string tenant, EventRows into, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = File.OpenRead(Path.Combine(_folder, key));
            await EventFile.DecodeAsync(stream, tenant, into, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException) // a damaged file makes the reader throw whatever it trips over
        {
            throw new UnreadableFileException(key, failure);
        }
    }

    private async Task ReplaceAsync(List<string> removed, EventRows rows, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var id = string.Create(CultureInfo.InvariantCulture, $"compacted-{now.ToUnixTimeMilliseconds()}-{Guid.NewGuid():N}");
        var added = $"{removed[0][..removed[0].LastIndexOf('/')]}/{id}.parquet";
        var note = $"{Replacement.Folder}{id}.json";
        var prepared = new Replacement(ReplacementState.Prepared, added, removed, now.ToUnixTimeMilliseconds());
        var content = await EventFile.EncodeAsync(rows, cancellationToken).ConfigureAwait(false);
        await _storage.PutAsync(note, prepared.ToJson(), cancellationToken).ConfigureAwait(false);
        await _storage.PutAsync(added, content, cancellationToken).ConfigureAwait(false);
        await _storage.PutAsync(note, (prepared with { State = ReplacementState.Committed, AtMs = _time.GetUtcNow().ToUnixTimeMilliseconds() }).ToJson(), cancellationToken).ConfigureAwait(false);
    }

    private async Task<IEnumerable<string>> NotesAsync(CancellationToken cancellationToken) =>
        (await _storage.ListAsync(Replacement.Folder, cancellationToken).ConfigureAwait(false)).Where(key => key.EndsWith(".json", StringComparison.Ordinal));

    private async Task<Replacement?> ReadAsync(string key, CancellationToken cancellationToken) =>
        await _storage.ReadAsync(key, cancellationToken).ConfigureAwait(false) is { } json ? Replacement.Parse(key, json) : null;

    [LoggerMessage(EventId = 5201, Level = LogLevel.Information, Message = "Compacted {Files} files of {Folder} into one with {Rows} rows.")]
    private partial void LogCompacted(int files, string folder, int rows);

    [LoggerMessage(EventId = 5202, Level = LogLevel.Error, Message = "{Key} can't be read, so {Folder} is left as it is; the other folders are compacted. Repair it or take it away.")]
    private partial void LogUnreadable(string key, string folder, Exception exception);

    private sealed class UnreadableFileException(string key, Exception inner) : Exception($"{key} can't be read.", inner)
    {
        public string Key { get; } = key;
    }
}
