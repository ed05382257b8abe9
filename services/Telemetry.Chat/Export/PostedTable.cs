using System.Text.Json;
using Telemetry.Grpc.Errors;

namespace Telemetry.Chat.Export;

/// <summary>A table that a client sends to have it made into a file: <c>{columns, rows}</c>, or an array of objects.</summary>
internal sealed record PostedTable(IReadOnlyList<string> Columns, IReadOnlyList<JsonElement> Rows)
{
    private const int MostRows = 100_000;
    private const int MostColumns = 200;

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
        return new PostedTable(names, [.. rows.EnumerateArray()]);
    }

    private static PostedTable ReadObjects(JsonElement data)
    {
        if (data.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Object)) throw Wrong("a row that is no object");
        var names = new List<string>();
        var known = new HashSet<string>();
        foreach (var property in data.EnumerateArray().SelectMany(row => row.EnumerateObject()))
        {
            if (known.Add(property.Name)) names.Add(property.Name);
            if (names.Count > MostColumns) break;
        }

        CheckSize(names.Count, data.GetArrayLength());
        return new PostedTable(names, [.. data.EnumerateArray().Select(row =>
            JsonSerializer.SerializeToElement(names.Select(name => row.TryGetProperty(name, out var value) ? value : (JsonElement?)null)))]);
    }

    private static string NameOf(JsonElement column) => column.ValueKind switch
    {
        JsonValueKind.String => column.GetString()!,
        JsonValueKind.Object when column.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String => name.GetString()!,
        _ => throw Wrong("a column without a name"),
    };

    private static void CheckSize(int columns, int rows)
    {
        if (columns > MostColumns || rows > MostRows)
            throw new InvalidArgumentException("data", FormattableString.Invariant($"{columns:N0} columns and {rows:N0} rows"),
                $"at most {MostColumns:N0} columns and {MostRows:N0} rows; larger answers are exported by queryId");
    }

    private static InvalidArgumentException Wrong(string found) =>
        new("data", found, "{\"columns\": [\"name\", …], \"rows\": [[…], …]} or an array of objects");
}
