using System.Text.Json;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.DuckDb;

/// <summary>
/// One SELECT and nothing else: Athena takes a single statement too. Who may read what is decided before a statement gets here; this
/// keeps the engines alike and is a second wall.
/// </summary>
internal static class StatementCheck
{
    /// <summary>What is wrong with the statement, or null.</summary>
    public static QueryError? Check(DuckDbSession session, string sql)
    {
        // DuckDB takes the text up to the first of these for the whole.
        if (sql.Contains('\0', StringComparison.Ordinal)) return Bad("The statement contains a NUL character.");
        var json = (string)session.Scalar($"select json_serialize_sql({SqlText.Quote(sql)})")!;
        try
        {
            using var tree = StatementTree.Parse(json);
            return Check(tree.RootElement);
        }
        catch (JsonException)
        {
            return TooDeep;
        }
    }

    /// <summary>What a statement is told whose tree or plan nobody reads to its end.</summary>
    public static QueryError TooDeep => Bad("The statement is nested too deeply or chains too many queries; make it simpler.");

    private static QueryError? Check(JsonElement root)
    {
        if (root.GetProperty("error").GetBoolean())
        {
            var parser = root.GetProperty("error_type").GetString() == "parser";
            var message = root.GetProperty("error_message").GetString();
            return Bad(parser ? $"The statement doesn't parse: {message}." : "Only a SELECT can be run.");
        }
        return root.GetProperty("statements").GetArrayLength() switch
        {
            0 => Bad("The statement is empty."),
            1 => null,
            var count => Bad($"There are {count} statements; expected one."),
        };
    }

    private static QueryError Bad(string message) => new(QueryErrorKind.BadSql, message);
}
