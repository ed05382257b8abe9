using Telemetry.Lake.Compaction;

namespace Telemetry.Lake.Storage;

/// <summary>
/// Which files of a lake in a folder hold its events. Whoever reads the lake asks here before each query instead of matching names: while
/// files are being compacted some are there twice, as themselves and in the file that takes their place. A file that is listed stays for
/// at least <see cref="Compactor.Grace"/>, so a query that takes no longer reads every row once.
/// </summary>
public static class LakeFiles
{
    private const int MaxTries = 100;

    /// <summary>Full paths of the Parquet files of the events table, in order; none when there is no lake yet.</summary>
    /// <exception cref="IOException">The folder can't be read, or was changing all the time.</exception>
    /// <exception cref="InvalidDataException">A note of a compaction is unreadable.</exception>
    public static IReadOnlyList<string> Live(string folder) => List(folder, listing: null);

    /// <summary><see cref="Live"/>; <paramref name="listing"/> is called before each listing, where a test lets a compactor come in between.</summary>
    internal static IReadOnlyList<string> List(string folder, Action? listing)
    {
        var root = Path.GetFullPath(folder);
        // A listing is true when no replacement changed meanwhile: each of its changes shows in the notes.
        var notes = Notes(root);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            listing?.Invoke();
            var files = Files(root);
            var after = Notes(root);
            if (Same(notes, after))
                return Remove(root, files, notes);
            notes = after;
        }
        throw new IOException($"The files of {root} changed {MaxTries} times while they were listed; is it one compactor that works there?");
    }

    private static List<string> Remove(string root, List<string> files, SortedDictionary<string, byte[]> notes)
    {
        if (notes.Count == 0)
            return files;
        var hidden = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, json) in notes)
        {
            var replacement = Replacement.Parse(key, json);
            if (replacement.State == ReplacementState.Prepared)
                hidden.Add(Path.GetFullPath(Path.Combine(root, replacement.Added)));
            else
                hidden.UnionWith(replacement.Removed.Select(removed => Path.GetFullPath(Path.Combine(root, removed))));
        }
        files.RemoveAll(hidden.Contains);
        return files;
    }

    private static List<string> Files(string root)
    {
        var events = Path.Combine(root, LakePaths.Events);
        if (!Directory.Exists(events))
            return [];
        // Names that begin with a dot or an underscore are unfinished or other people's notes, as for Hive.
        List<string> files =
        [
            .. Directory.EnumerateFiles(events, "*.parquet", SearchOption.AllDirectories).Where(file => Path.GetFileName(file.AsSpan())[0] is not ('.' or '_')),
        ];
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static SortedDictionary<string, byte[]> Notes(string root)
    {
        var notes = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var folder = Path.Combine(root, Replacement.Folder);
        if (!Directory.Exists(folder))
            return notes;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            if (Path.GetFileName(file.AsSpan()).StartsWith('.'))
                continue;
            try
            {
                notes.Add(file, File.ReadAllBytes(file));
            }
            catch (FileNotFoundException)
            {
                // Deleted since it was listed; the comparison with the next look decides.
            }
        }
        return notes;
    }

    private static bool Same(SortedDictionary<string, byte[]> one, SortedDictionary<string, byte[]> other) =>
        one.Count == other.Count && one.All(note => other.TryGetValue(note.Key, out var json) && json.AsSpan().SequenceEqual(note.Value));
}
