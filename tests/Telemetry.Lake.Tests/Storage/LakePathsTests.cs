using Telemetry.Lake.Storage;
using Telemetry.Lake.Tables;
using Telemetry.Lake.Tests.Samples;

namespace Telemetry.Lake.Tests.Storage;

public sealed class LakePathsTests : IDisposable
{
    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData("default")]
    [InlineData("..")]
    [InlineData("../../etc")]
    [InlineData("a/b\\c")]
    [InlineData("tenant_id=x/event_date=2020-01-01")]
    [InlineData("50%")]
    [InlineData("%2F")]
    [InlineData("a+b c&d='e'")]
    [InlineData("Zürich 東京")]
    [InlineData("__HIVE_DEFAULT_PARTITION__")]
    [InlineData("NULL")]
    [InlineData("007")]
    [InlineData("*?[x]{y}")]
    public async Task A_tenant_s_name_never_leads_out_of_its_folder_and_reads_back_as_it_was(string tenant)
    {
        var rows = new EventRows();
        rows.Add(new EventRow { TimestampMs = TestEvents.Noon.ToUnixTimeMilliseconds(), EventId = "E", CustomerId = "", TitleId = "", SessionId = "", EventType = "", DeviceType = "", Quality = "", Country = "", Tenant = tenant });
        var folder = LakePaths.PartitionOf(new DateOnly(2026, 3, 17), tenant);
        await _lake.Storage.PutAsync($"{folder}part.parquet", await EventFile.EncodeAsync(rows, CancellationToken.None), CancellationToken.None);
        Assert.Equal(4, $"{folder}part.parquet".Split('/').Length);
        Assert.Equal([tenant, "2026-03-17"], Assert.Single(_lake.Query("select tenant_id, event_date from events")));
        Assert.Equal((new DateOnly(2026, 3, 17), tenant), LakePaths.PartitionOf($"{folder}part.parquet"));
    }

    [Fact]
    public void Names_too_long_for_a_file_system_are_cut_and_stay_distinct()
    {
        var one = LakePaths.PartitionOf(new DateOnly(2026, 3, 17), new string('/', 128)).Split('/')[2];
        var other = LakePaths.PartitionOf(new DateOnly(2026, 3, 17), new string('/', 127) + "?").Split('/')[2];
        Assert.NotEqual(one, other);
        Assert.All([one, other], name => Assert.InRange(name.Length, 1, 255));
    }

    [Fact]
    public async Task A_key_that_leads_out_of_the_lake_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _lake.Storage.PutAsync("../outside", new byte[1], CancellationToken.None));
}
