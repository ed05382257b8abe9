using System.Text.RegularExpressions;

namespace Telemetry.Mcp.Guard.Writing;

/// <summary>Writes names and texts so that both engines read them back as they are.</summary>
internal static partial class Names
{
    // Words that Trino or DuckDB keeps for itself.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "all", "alter", "analyse", "analyze", "and", "any", "anti", "array", "as", "asc", "asof", "asymmetric", "at", "authorization", "between", "both", "by", "case",
        "cast", "check", "collate", "collation", "column", "columns", "concurrently", "constraint", "create", "cross", "cube", "current_catalog", "current_date",
        "current_path", "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "deallocate", "default",
        "deferrable", "delete", "desc", "describe", "distinct", "do", "drop", "else", "end", "escape", "except", "execute", "exists",
        "extract", "false", "fetch", "for", "foreign", "freeze", "from", "full", "generated", "glob", "grant", "group", "grouping", "having",
        "ilike", "in", "initially", "inner", "insert", "intersect", "into", "is", "isnull", "join", "json_array", "json_exists", "json_object",
        "json_query", "json_table", "json_value", "lambda", "lateral", "leading", "left", "like", "limit", "listagg", "localtime", "localtimestamp",
        "map", "natural", "normalize", "not", "notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps", "pivot",
        "pivot_longer", "pivot_wider", "placing", "positional", "prepare", "primary", "qualify", "recursive", "references", "returning", "right", "rollup",
        "select", "semi", "show", "similar", "skip", "some", "struct", "summarize", "symmetric", "table", "tablesample", "then", "to", "trailing",
        "trim", "true", "try_cast", "uescape", "union", "unique", "unnest", "unpack", "unpivot", "using", "values", "variadic", "verbose", "when", "where",
        "window", "with",
    };

    /// <summary>A name, quoted where it has to be.</summary>
    public static string Quote(string name) =>
        Plain().IsMatch(name) && !Reserved.Contains(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text.</summary>
    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Plain();
}
