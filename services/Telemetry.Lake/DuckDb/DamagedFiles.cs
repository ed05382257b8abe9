using System.Collections.Concurrent;
using DuckDB.NET.Data;

namespace Telemetry.Lake.DuckDb;

/// <summary>
/// Finds the file that made a statement fail, for the operator's log: DuckDB says of some damage only that data are invalid. What was found
/// is remembered, so that every further statement that meets the file costs no search.
/// </summary>
internal sealed class DamagedFiles
{
    // Most damage shows in the footer, which is read quickly.
    private static readonly string[] Looks = ["select count(*) from parquet_metadata([{0}])", "select max(hash(columns(*))) from read_parquet([{0}])"];
    private readonly ConcurrentDictionary<LakeFile, bool> _known = new();

    /// <summary>The path of a file that can't be read; null when every one can, or when the run had to stop meanwhile.</summary>
    public string? Find(DuckDbSession session, QueryRun run)
    {
        IReadOnlyList<LakeFile> files = [.. Optional(run.Listing.Titles), .. Optional(run.Listing.Places), .. run.Listing.Events];
        var found = files.Where(_known.ContainsKey).Concat(Unreadable(session, run, files)).Cast<LakeFile?>().FirstOrDefault();
        if (found is not { } file) return null;
        _known.TryAdd(file, true);
        return file.Path;
    }

    private static IEnumerable<LakeFile> Unreadable(DuckDbSession session, QueryRun run, IReadOnlyList<LakeFile> files) =>
        Looks.SelectMany(look => files.TakeWhile(_ => run.Stopped is null).Where(file => !CanRead(session, look.Replace("{0}", SqlText.Quote(file.Path), StringComparison.Ordinal))));

    private static bool CanRead(DuckDbSession session, string look)
    {
        try
        {
            session.Scalar(look);
            return true;
        }
        catch (DuckDBException failure)
        {
            return !DuckDbErrors.IsDamagedFile(failure);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static IEnumerable<LakeFile> Optional(LakeFile? file) => file is { } present ? [present] : [];
}
