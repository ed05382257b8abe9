using System.IO.Hashing;
using System.Runtime.InteropServices;
using Telemetry.Lake.Storage;

namespace Telemetry.Lake.DuckDb;

/// <summary>The files of the lake at one moment. A statement reads one listing from its start to its end.</summary>
internal sealed class LakeListing
{
    private LakeListing(IReadOnlyList<LakeFile> events, LakeFile? titles, LakeFile? places)
    {
        Events = events;
        Titles = titles;
        Places = places;
        Version = Hash(events, titles, places);
    }

    /// <summary>Files of the events table, in the order of their paths: by date, then tenant.</summary>
    public IReadOnlyList<LakeFile> Events { get; }

    /// <summary>The file of the titles table, if there is one.</summary>
    public LakeFile? Titles { get; }

    /// <summary>The file of the places table, if there is one.</summary>
    public LakeFile? Places { get; }

    /// <summary>The same for listings of the same files only.</summary>
    public UInt128 Version { get; }

    /// <summary>Lists the files that count (see <see cref="LakeFiles.Live"/>): none that is being written, and each row once while files are compacted.</summary>
    public static LakeListing Of(string folder)
    {
        List<LakeFile> events =
        [
            .. LakeFiles.Live(folder).Select(path => Seen(new FileInfo(path))).OfType<LakeFile>().Where(file => file.Bytes > 0),
        ];
        events.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new LakeListing(events, Table(folder, "titles"), Table(folder, "places"));
    }

    private static LakeFile? Table(string folder, string name) => Seen(new FileInfo(Path.Combine(folder, name + ".parquet")));

    // Compaction takes files away while they are listed.
    private static LakeFile? Seen(FileInfo file)
    {
        try
        {
            return file.Exists ? new LakeFile(file.FullName, file.Length, file.LastWriteTimeUtc.Ticks) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static UInt128 Hash(IReadOnlyList<LakeFile> events, LakeFile? titles, LakeFile? places)
    {
        var hash = new XxHash128();
        foreach (var file in events) Add(hash, file);
        Add(hash, titles ?? default);
        Add(hash, places ?? default);
        return hash.GetCurrentHashAsUInt128();
    }

    private static void Add(XxHash128 hash, LakeFile file)
    {
        hash.Append(MemoryMarshal.AsBytes(file.Path.AsSpan()));
        hash.Append(MemoryMarshal.AsBytes([file.Bytes, file.ModifiedTicks]));
    }
}
