using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Athena;
using Telemetry.Lake.DuckDb;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Tests.Queries;

public sealed class LakeQueriesRegistrationTests
{
    [Fact]
    public void The_engine_is_the_one_that_the_settings_name()
    {
        using var local = Provider(("Lake:Folder", Path.GetTempPath()));
        Assert.IsType<DuckDbQueryEngine>(local.GetRequiredService<IQueryEngine>());
        using var cloud = Provider(("Lake:Engine", "Athena"), ("Lake:Athena:Region", "eu-central-1"), ("Lake:Athena:Database", "lake"));
        Assert.IsType<AthenaQueryEngine>(cloud.GetRequiredService<IQueryEngine>());
    }

    [Theory]
    [InlineData("Lake:Folder", "", "Lake:Folder is empty")]
    [InlineData("Lake:Folder", "/etc/passwd", "which is a file")]
    [InlineData("Lake:ResultReuseMinutes", "-1", "0 to 10,080")]
    [InlineData("Lake:DuckDb:MemoryMb", "1", "64 to 1,000,000")]
    [InlineData("Lake:DuckDb:Threads", "-1", "0 to 1,024")]
    [InlineData("Lake:DuckDb:Concurrency", "0", "1 to 64")]
    [InlineData("Lake:DuckDb:QueueLength", "0", "1 to 10,000")]
    [InlineData("Lake:DuckDb:MaxResultMb", "0", "1 to 4,096")]
    [InlineData("Lake:DuckDb:KeptResultsMb", "0", "1 to 65,536")]
    [InlineData("Lake:DuckDb:KeptMinutes", "0", "1 to 1,440")]
    public void A_setting_of_DuckDb_that_makes_no_sense_is_named_with_what_is_expected(string setting, string value, string expected) =>
        AssertRefused(expected, ("Lake:Folder", Path.GetTempPath()), (setting, value));

    [Theory]
    [InlineData("Lake:Athena:Region", "", "Lake:Athena:Region is ''")]
    [InlineData("Lake:Athena:Region", "nowhere", "an AWS region")]
    [InlineData("Lake:Athena:Database", "", "Lake:Athena:Database is empty")]
    [InlineData("Lake:Athena:WorkGroup", " ", "Lake:Athena:WorkGroup is empty")]
    [InlineData("Lake:Athena:OutputLocation", "/tmp", "s3://bucket/path/")]
    [InlineData("Lake:Athena:Endpoint", "ftp://x", "http or https")]
    [InlineData("Lake:Athena:MaxAttempts", "0", "1 to 10")]
    public void A_setting_of_Athena_that_makes_no_sense_is_named_with_what_is_expected(string setting, string value, string expected) =>
        AssertRefused(
            expected, ("Lake:Engine", "Athena"), ("Lake:Athena:Region", "eu-central-1"), ("Lake:Athena:Database", "lake"), (setting, value));

    private static void AssertRefused(string expected, params (string Name, string Value)[] settings)
    {
        using var provider = Provider(settings);
        var refused = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<LakeOptions>>().Value);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Provider(params (string Name, string Value)[] settings)
    {
        // The later of two equal names holds.
        var values = settings.GroupBy(static s => s.Name).ToDictionary(static g => g.Key, static g => (string?)g.Last().Value);
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddLogging()
            .AddLakeQueries()
            .BuildServiceProvider();
    }
}
