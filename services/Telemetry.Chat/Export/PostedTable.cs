using System.Text.Json;
using Telemetry.Grpc.Errors;

namespace Telemetry.Chat.Export;

/// <summary>A table that a client sends to have it made into a file: <c>{columns, rows}</c>, or an array of objects.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Arrays with a value a column, each made when it is read: beside the request, one row is in memory at a time.</param>
internal sealed record PostedTable(IReadOnlyList<string> Columns, IEnumerable<JsonElement> Rows)
{
    private const int MostRows = 100_000;
    private const int MostColumns = 200;

    // Objects need not name every column: a few bytes of "{}" are a whole row of the file.
    private const int MostCells = 2_000_000;

    /// <exception cref="InvalidArgumentException">It is no table, or too large.</exception>
    public static PostedTable Read(JsonElement data) => data.ValueKind switch
    {
        JsonValueKind.Object => ReadTable(data),
        JsonValueKind.Array => ReadObjects(data),
        _ => throw Wrong("something else"),
    };

    public async IAsyncEnumerable<JsonElement> ReadRowsAsync()
    {
        foreach (var row in Rows) yield return row;
        await Task.CompletedTask;
    }

    private static PostedTable ReadTable(JsonElement data)
    {
        if (!data.TryGetProperty("columns", out var columns) || columns.ValueKind != JsonValueKind.Array
            || !data.TryGetProperty("rows", out var rows) || rows.ValueKind != JsonValueKind.Array)
            throw Wrong("an object without columns and rows");
        List<string> names = [.. columns.EnumerateArray().Select(NameOf)];
        CheckSize(names.Count, rows.GetArrayLength());
        if (rows.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != names.Count))
            throw Wrong($"a row that is no array of {names.Count} values");
        return new PostedTable(names, rows.EnumerateArray());
    }

    private static PostedTable ReadObjects(JsonElement data)
    {
        if (data.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Object)) throw Wrong("a row that is no object");
        var names = new List<string>();
        var columns = new Dictionary<string, int>();
        foreach (var property in data.EnumerateArray().SelectMany(row => row.EnumerateObject()))
        {
            if (columns.TryAdd(property.Name, names.Count)) names.Add(property.Name);
            if (names.Count > MostColumns) break;
        }

        CheckSize(names.Count, data.GetArrayLength());
        return new PostedTable(names, data.EnumerateArray().Select(row => CellsOf(row, columns)));
    }

    private static JsonElement CellsOf(JsonElement row, Dictionary<string, int> columns)
    {
        var cells = new JsonElement?[columns.Count];
        foreach (var property in row.EnumerateObject()) cells[columns[property.Name]] = property.Value;
        return JsonSerializer.SerializeToElement(cells);
    }

    private static string NameOf(JsonElement column) => column.ValueKind switch
    {
        JsonValueKind.String => column.GetString()!,
        JsonValueKind.Object when column.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String => name.GetString()!,
        _ => throw Wrong("a column without a name"),
    };

    private static void CheckSize(int columns, int rows)
    {
        if (columns > MostColumns || rows > MostRows || (long)columns * rows > MostCells)
            throw new InvalidArgumentException("data", FormattableString.Invariant($"{columns:N0} columns and {rows:N0} rows, {(long)columns * rows:N0} cells"),
                FormattableString.Invariant($"at most {MostColumns:N0} columns, {MostRows:N0} rows and {MostCells:N0} cells; larger answers are exported by queryId"));
    }

    private static InvalidArgumentException Wrong(string found) =>
        new("data", found, "{\"columns\": [\"name\", …], \"rows\": [[…], …]} or an array of objects");
}
