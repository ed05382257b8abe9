using Telemetry.Lake.Storage;
using Telemetry.Lake.Tables;

namespace Telemetry.Lake.Writing;

/// <summary>The rows of a partition that are being gathered, by day and tenant: one file each. Not safe for two threads at a time.</summary>
/// <param name="from">First offset.</param>
/// <param name="openedAt">When its first message came.</param>
internal sealed class OpenRange(long from, DateTimeOffset openedAt)
{
    // A row, room that the list keeps free, and half a message for the texts that rows don't share.
    private const int BytesPerRow = 450;
    private readonly Dictionary<(DateOnly Date, string Tenant), EventRows> _files = [];

    public long From { get; } = from;

    public DateTimeOffset OpenedAt { get; } = openedAt;

    /// <summary>Offset after the last message.</summary>
    public long To { get; private set; } = from;

    /// <summary>Memory that the rows take, about.</summary>
    public long Bytes { get; private set; }

    public int Rows { get; private set; }

    public int Files => _files.Count;

    public bool IsEmpty => To == From;

    /// <summary>Declares all messages before an offset taken.</summary>
    public void AdvanceTo(long to) => To = to;

    public void Add(in EventRow row, int messageBytes)
    {
        var key = (LakePaths.DateOf(row.TimestampMs), row.Tenant);
        if (!_files.TryGetValue(key, out var rows))
            _files.Add(key, rows = new EventRows());
        rows.Add(row);
        Rows++;
        Bytes += BytesPerRow + (messageBytes / 2);
    }

    /// <summary>Encodes the files of the range.</summary>
    public async Task<List<LakeFile>> EncodeAsync(LakeLog log, CancellationToken cancellationToken)
    {
        var name = new OffsetRange(log, From, To).FileName;
        var files = new List<LakeFile>(_files.Count);
        foreach (var ((date, tenant), rows) in _files)
            files.Add(new LakeFile(LakePaths.PartitionOf(date, tenant) + name, rows.Count, await EventFile.EncodeAsync(rows, cancellationToken).ConfigureAwait(false)));
        return files;
    }
}
