namespace Telemetry.Lake.DuckDb;

/// <summary>Pieces of SQL.</summary>
internal static class SqlText
{
    /// <summary>A string literal.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
