using Parquet;
using Parquet.Schema;
using Telemetry.Domain.Places;
using Telemetry.Lake.Storage;

namespace Telemetry.Lake.Tables;

/// <summary>One row of the lake's <c>titles</c> table.</summary>
/// <param name="TitleId">As events carry it.</param>
/// <param name="TitleName">For people.</param>
/// <param name="Genre">For people and for grouping.</param>
/// <param name="DurationSeconds">Length in seconds.</param>
public sealed record TitleRow(string TitleId, string TitleName, string Genre, int DurationSeconds);

/// <summary>Writes the tables beside the events, each one file that is replaced as a whole.</summary>
public static class DimensionTables
{
    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Zstd };

    /// <summary>Writes <c>titles.parquet</c>, also without a title: a table must be there to be asked.</summary>
    public static Task WriteTitlesAsync(ILakeStorage storage, IReadOnlyList<TitleRow> titles, CancellationToken cancellationToken) => WriteAsync(
        storage, LakePaths.Titles, titles.Count, cancellationToken,
        Text("title_id", titles.Select(title => title.TitleId)),
        Text("title_name", titles.Select(title => title.TitleName)),
        Text("genre", titles.Select(title => title.Genre)),
        Number("duration_seconds", titles.Select(title => title.DurationSeconds)));

    /// <summary>Writes <c>places.parquet</c>.</summary>
    public static Task WritePlacesAsync(ILakeStorage storage, IReadOnlyList<Place> places, CancellationToken cancellationToken) => WriteAsync(
        storage, LakePaths.Places, places.Count, cancellationToken,
        Text("country", places.Select(place => place.Country)),
        Text("state", places.Select(place => place.State)),
        Text("city", places.Select(place => place.City)),
        Text("time_zone", places.Select(place => place.TimeZone)),
        Number("latitude", places.Select(place => place.Latitude)),
        Number("longitude", places.Select(place => place.Longitude)));

    private sealed record Column(DataField Field, Func<ParquetRowGroupWriter, DataField, Task> WriteAsync);

    private static Column Text(string name, IEnumerable<string> values) =>
        new(new DataField<string>(name), (group, field) => group.WriteAsync(field, [.. values]));

    private static Column Number<T>(string name, IEnumerable<T> values) where T : struct =>
        new(new DataField<T?>(name), (group, field) => group.WriteAsync<T>(field, values.Select(value => (T?)value).ToArray().AsMemory()));

    private static async Task WriteAsync(ILakeStorage storage, string key, int rows, CancellationToken cancellationToken, params Column[] columns)
    {
        using var bytes = new MemoryStream();
        var schema = new ParquetSchema([.. columns.Select(column => (Field)column.Field)]);
        var writer = await ParquetWriter.CreateAsync(schema, bytes, Options, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            if (rows > 0)
            {
                using var group = writer.CreateRowGroup();
                foreach (var column in columns)
                    await column.WriteAsync(group, column.Field).ConfigureAwait(false);
            }
        }
        await storage.PutAsync(key, bytes.ToArray(), cancellationToken).ConfigureAwait(false);
    }
}
