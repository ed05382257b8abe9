using System.IO.Pipelines;
using System.Text.Json;

namespace Telemetry.Chat.Export;

/// <summary>Writes a result as a file, row by row: never more than a few pages of it are in memory.</summary>
internal static class ExportFile
{
    private const int FlushBytes = 32 * 1024;

    /// <param name="output">Where the file goes; a slow reader slows the writing.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">Arrays with a value a column.</param>
    /// <param name="withBom">Begin with a byte order mark, by which some spreadsheets know UTF-8.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task WriteCsvAsync(
        PipeWriter output, IReadOnlyList<string> columns, IAsyncEnumerable<JsonElement> rows, bool withBom, CancellationToken cancellationToken)
    {
        if (withBom) output.Write((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
        CsvLine.WriteHeader(output, columns);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            CsvLine.WriteRow(output, row.EnumerateArray());
            if (output.UnflushedBytes >= FlushBytes) await output.FlushAsync(cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }

    /// <summary>An array of objects, a property a column; a name that repeats gets a number.</summary>
    public static async Task WriteJsonAsync(PipeWriter output, IReadOnlyList<string> columns, IAsyncEnumerable<JsonElement> rows, CancellationToken cancellationToken)
    {
        var names = Distinct(columns);
        await using var json = new Utf8JsonWriter(output);
        json.WriteStartArray();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            json.WriteStartObject();
            var column = 0;
            foreach (var cell in row.EnumerateArray())
            {
                json.WritePropertyName(names[column++]);
                cell.WriteTo(json);
            }

            json.WriteEndObject();

            // Both: the JSON writer hands a full segment to the output and counts anew, without anything being sent.
            if (json.BytesPending + output.UnflushedBytes < FlushBytes) continue;
            await json.FlushAsync(cancellationToken);
            await output.FlushAsync(cancellationToken);
        }

        json.WriteEndArray();
        await json.FlushAsync(cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    private static JsonEncodedText[] Distinct(IReadOnlyList<string> columns)
    {
        var taken = new HashSet<string>();
        return [.. columns.Select(column =>
        {
            var name = column;
            for (var number = 2; !taken.Add(name); number++) name = $"{column}_{number}";
            return JsonEncodedText.Encode(name);
        })];
    }

    private static void Write(this PipeWriter output, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }
}
