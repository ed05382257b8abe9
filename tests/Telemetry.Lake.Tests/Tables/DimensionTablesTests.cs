using Telemetry.Domain.Places;
using Telemetry.Lake.Storage;
using Telemetry.Lake.Tables;
using Telemetry.Lake.Tests.Samples;

namespace Telemetry.Lake.Tests.Tables;

public sealed class DimensionTablesTests : IDisposable
{
    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Titles_have_the_columns_of_METRICS()
    {
        await DimensionTables.WriteTitlesAsync(_lake.Storage, [new("T1", "Nachtzug", "Drama", 5_400), new("T2", "Pond, the", "Kids", 600)], TestContext.Current.CancellationToken);
        Assert.Equal(["title_id VARCHAR", "title_name VARCHAR", "genre VARCHAR", "duration_seconds INTEGER"], Columns(LakePaths.Titles));
        Assert.Equal(["T1", "Nachtzug", "Drama", 5_400], Rows(LakePaths.Titles, "select * from events order by title_id")[0]);
    }

    [Fact]
    public async Task Places_are_those_of_the_gazetteer()
    {
        await DimensionTables.WritePlacesAsync(_lake.Storage, [.. Gazetteer.Embedded.Places], TestContext.Current.CancellationToken);
        Assert.Equal(["country VARCHAR", "state VARCHAR", "city VARCHAR", "time_zone VARCHAR", "latitude DOUBLE", "longitude DOUBLE"], Columns(LakePaths.Places));
        Assert.Equal(
            Gazetteer.Embedded.Places.Select(place => new Place(place.Country, place.State, place.City, place.TimeZone, place.Latitude, place.Longitude)),
            Rows(LakePaths.Places, "select * from events").Select(row => new Place((string)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]!, (double)row[4]!, (double)row[5]!)));
    }

    [Fact]
    public async Task A_table_without_rows_can_be_asked()
    {
        await DimensionTables.WriteTitlesAsync(_lake.Storage, [], TestContext.Current.CancellationToken);
        Assert.Equal([0L], Rows(LakePaths.Titles, "select count(*) from events")[0]);
    }

    private IEnumerable<string> Columns(string table) => Rows(table, "describe events").Select(row => $"{row[0]} {row[1]}");

    private List<object?[]> Rows(string table, string sql) => TestLake.Query(sql, [Path.Combine(_lake.Folder, table)]);
}
