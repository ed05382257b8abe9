namespace Telemetry.Lake.Writing;

/// <summary>How the writer is doing; may be read from any thread.</summary>
public sealed class LakeWriterStatus
{
    private long _rows, _files, _bytes, _duplicates, _invalid, _commits, _failures, _lastCommitMs = -1, _gathered;
    private int _paused;
    private volatile string? _problem;

    /// <summary>Rows that this process has brought into the lake.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>Rows that this process has gathered; those that are not in <see cref="Rows"/> are on their way.</summary>
    public long Gathered => Interlocked.Read(ref _gathered);

    /// <summary>Partitions whose consumption waits for the storage.</summary>
    public int PausedPartitions => Volatile.Read(ref _paused);

    /// <summary>Files that they are in.</summary>
    public long Files => Interlocked.Read(ref _files);

    /// <summary>Size of those files.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Ranges committed.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Events left out because their id was seen.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Messages left out because they are no valid events.</summary>
    public long Invalid => Interlocked.Read(ref _invalid);

    /// <summary>Failed tries to reach the storage.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>When rows came into the lake last; null before the first time.</summary>
    public DateTimeOffset? LastCommit => Interlocked.Read(ref _lastCommitMs) is >= 0 and var unixMs ? DateTimeOffset.FromUnixTimeMilliseconds(unixMs) : null;

    /// <summary>What is wrong now; null when nothing is.</summary>
    public string? Problem => _problem;

    internal void Took(bool valid, bool isNew)
    {
        if (!valid)
            Interlocked.Increment(ref _invalid);
        else if (!isNew)
            Interlocked.Increment(ref _duplicates);
        else
            Interlocked.Increment(ref _gathered);
    }

    internal void Paused(int partitions) => Volatile.Write(ref _paused, partitions);

    internal void Committed(int rows, List<LakeFile> files, DateTimeOffset at)
    {
        Interlocked.Add(ref _rows, rows);
        Interlocked.Add(ref _files, files.Count);
        Interlocked.Add(ref _bytes, files.Sum(file => (long)file.Content.Length));
        Interlocked.Increment(ref _commits);
        Interlocked.Exchange(ref _lastCommitMs, at.ToUnixTimeMilliseconds());
        _problem = null;
    }

    internal void Failed(Exception exception)
    {
        Interlocked.Increment(ref _failures);
        _problem = exception.Message;
    }
}
