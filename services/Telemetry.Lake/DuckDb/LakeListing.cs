using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Telemetry.Lake.DuckDb;

/// <summary>The files of the lake at one moment. A statement reads one listing from its start to its end.</summary>
internal sealed class LakeListing
{
    private const string Pattern = "*.parquet";

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

    /// <summary>Lists the folder. What is being written (names that begin with a dot or an underscore) is not part of the lake.</summary>
    public static LakeListing Of(string folder)
    {
        var events = new List<LakeFile>();
        var root = new DirectoryInfo(Path.Combine(folder, "events"));
        if (root.Exists)
        {
            foreach (var day in Existing(() => root.EnumerateDirectories("event_date=*")))
            {
                foreach (var tenant in Existing(() => day.EnumerateDirectories("tenant_id=*")))
                {
                    foreach (var file in Existing(() => tenant.EnumerateFiles(Pattern)))
                    {
                        if (file.Name[0] is not ('.' or '_') && Seen(file) is { Bytes: > 0 } seen) events.Add(seen);
                    }
                }
            }
        }
        events.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new LakeListing(events, Table(folder, "titles"), Table(folder, "places"));
    }

    private static LakeFile? Table(string folder, string name) => Seen(new FileInfo(Path.Combine(folder, name + ".parquet")));

    // Compaction takes files and folders away while they are listed.
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

    private static T[] Existing<T>(Func<IEnumerable<T>> list)
    {
        try
        {
            return [.. list()];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
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
