using Telemetry.Lake.Queries;

namespace Telemetry.Lake.DuckDb;

/// <summary>The rows of a result, in memory.</summary>
/// <param name="Columns">Their columns.</param>
/// <param name="Rows">Their values.</param>
/// <param name="Bytes">Memory that they take, estimated.</param>
internal sealed record QueryRows(IReadOnlyList<QueryColumn> Columns, IReadOnlyList<object?[]> Rows, long Bytes)
{
    /// <summary>One page; the token is the number of rows before it.</summary>
    public QueryPage Page(int from, int maxRows)
    {
        var end = Math.Min(from + maxRows, Rows.Count);
        var page = new IReadOnlyList<object?>[end - from];
        for (var i = from; i < end; i++) page[i - from] = Rows[i];
        return new QueryPage(Columns, page, end < Rows.Count ? PageToken(end) : null);
    }

    /// <summary>The row that a page begins with; null when the token is none of this result's.</summary>
    public int? Offset(string? token) =>
        token is null ? 0
        : int.TryParse(token, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var offset)
            && offset > 0 && offset < Rows.Count ? offset
        : null;

    private static string PageToken(int offset) => offset.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
