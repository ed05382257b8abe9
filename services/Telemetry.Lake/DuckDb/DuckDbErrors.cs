using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.DuckDb;

/// <summary>DuckDB's errors in the terms of this project.</summary>
internal static partial class DuckDbErrors
{
    /// <summary>What callers act on, and a sentence for people: DuckDB's own without its decoration, or ours where its own would not help.</summary>
    public static QueryError Map(DuckDBException failure)
    {
        var text = Sentence(failure.Message);
        // The kind is in the text; errors found while a statement is prepared come without their type.
        return Kind().Match(failure.Message).Groups[1].Value.ToUpperInvariant() switch
        {
            _ when IsDamagedFile(failure) => new(QueryErrorKind.Execution, "A file of the lake is damaged; the operator's log names it."),
            _ when MissingTable().IsMatch(text) =>
                new(QueryErrorKind.NotFound, $"{Finish(text)} The tables are events, titles and places."),
            "OUT OF MEMORY" => new(
                QueryErrorKind.Execution,
                "The query needs more memory than the engine may use. Narrow the time range, select fewer columns or group by something with fewer values."),
            "PARSER" or "SYNTAX" or "BINDER" or "CATALOG" or "NOT IMPLEMENTED" => new(QueryErrorKind.BadSql, Finish(text)),
            "PERMISSION" => new(QueryErrorKind.Denied, "The query asks for something outside the lake; only events, titles and places can be read."),
            "IO" or "CONNECTION" or "INTERNAL" or "FATAL" => new(QueryErrorKind.Unavailable, "The engine could not read the lake; the operator's log says why. Try again in a moment."),
            _ => new(QueryErrorKind.Execution, Finish(text)),
        };
    }

    /// <summary>The lake or the engine is at fault, and what DuckDB says of it is for the operator: it names files.</summary>
    public static bool IsOperators(DuckDBException failure) =>
        Kind().Match(failure.Message).Groups[1].Value.ToUpperInvariant() is "IO" or "CONNECTION" or "INTERNAL" or "FATAL";

    /// <summary>A file may have been compacted away between listing and reading.</summary>
    public static bool IsMissingFile(DuckDBException failure) =>
        failure.Message.StartsWith("IO Error", StringComparison.OrdinalIgnoreCase);

    /// <summary>A file is no Parquet file, or not whole, or lacks a column: reading it again gives the same.</summary>
    public static bool IsDamagedFile(DuckDBException failure) =>
        Kind().Match(failure.Message).Groups[1].Value.ToUpperInvariant() switch
        {
            // Without a kind of DuckDB's own: what its reader of Thrift, in which footers and pages are written, throws.
            "INVALID" => true,
            "INVALID INPUT" or "IO" or "SERIALIZATION" => Damage().IsMatch(failure.Message),
            // Others show values and parts of statements, which may say anything.
            _ => false,
        };

    /// <summary>What a table says, through SQL's own error(), whose file is damaged; <see cref="IsDamagedFile"/> knows it.</summary>
    public static string DamagedTable(string table) => $"Failed to read file {table}.parquet";

    /// <summary>After these the database answers nothing any more.</summary>
    public static bool IsFatal(DuckDBException failure) =>
        Kind().Match(failure.Message).Groups[1].Value.ToUpperInvariant() is "FATAL" or "INTERNAL"
        || failure.Message.Contains("database has been invalidated", StringComparison.Ordinal);

    private static string Sentence(string message)
    {
        // The parts after the first empty line show the statement and where in it, which the caller has.
        var end = message.IndexOf("\n\n", StringComparison.Ordinal);
        var text = (end < 0 ? message : message[..end]).ReplaceLineEndings(" ").Trim();
        return Kind().Replace(text, "");
    }

    private static string Finish(string text) => text.Length == 0 || text[^1] is '.' or '!' or '?' ? text : text + ".";

    [GeneratedRegex("^([A-Za-z][A-Za-z ]{1,30}) Error: ", RegexOptions.CultureInvariant)]
    private static partial Regex Kind();

    [GeneratedRegex(
        "^[A-Za-z ]+ Error: (No magic bytes found|File '.*' too small to be a Parquet file|Footer length error|Failed to read file|Failed to read Parquet"
        + "|.*[Dd]ecompression (failure|failed)|Invalid (Parquet|parquet)|Out of buffer|.*corrupt)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Damage();

    [GeneratedRegex("^Table with name .* does not exist")]
    private static partial Regex MissingTable();
}
