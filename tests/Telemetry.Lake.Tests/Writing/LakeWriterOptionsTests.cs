using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Telemetry.Lake.Writing;

namespace Telemetry.Lake.Tests.Writing;

public sealed class LakeWriterOptionsTests
{
    [Fact]
    public void A_folder_or_a_bucket_is_enough()
    {
        Assert.Empty(Check(new() { ["Folder"] = "/lake" }));
        Assert.Empty(Check(new() { ["S3:Bucket"] = "lake", ["S3:Prefix"] = "a/b/", ["S3:ServiceUrl"] = "http://127.0.0.1:9000" }));
    }

    [Theory]
    [InlineData("S3:Bucket", "lake", "Lake:Writer:Folder is '/lake' and S3:Bucket is 'lake'; one of them must say where the lake is, and only one.")]
    [InlineData("Folder", "", "Lake:Writer:Folder is '' and S3:Bucket is ''; one of them must say where the lake is, and only one.")]
    [InlineData("GroupId", " ", "Lake:Writer:GroupId is empty; it must name a consumer group of the writer's own.")]
    [InlineData("Generation", "a/b", "Lake:Writer:Generation is 'a/b'; it must be at most 40 letters, digits and _.")]
    [InlineData("CloseSeconds", "0", "Lake:Writer:CloseSeconds is 0; it must be from 1 to 3,600.")]
    [InlineData("CloseSeconds", "NaN", "Lake:Writer:CloseSeconds is NaN; it must be from 1 to 3,600.")]
    [InlineData("MaxMegabytes", "1", "Lake:Writer:MaxMegabytes is 1; it must be from 2 to 65,536.")]
    [InlineData("RetrySeconds", "0", "Lake:Writer:RetrySeconds is 0; it must be from 0.01 to 60.")]
    [InlineData("S3:Prefix", "/lake", "Lake:Writer:S3:Prefix is '/lake'; it must end with / and not begin with it, as in lake/.")]
    [InlineData("S3:ServiceUrl", "minio:9000", "Lake:Writer:S3:ServiceUrl is 'minio:9000'; it must be an http or https address.")]
    public void A_wrong_setting_is_named_with_its_value_and_its_rule(string setting, string value, string message) =>
        Assert.Equal([message], Check(new() { ["Folder"] = "/lake", [setting] = value }));

    [Fact]
    public void The_folder_of_the_query_engines_is_the_default()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Lake:Folder", (string?)"/lake")]).Build();
        var options = new LakeWriterOptions();
        options.TakeFolderOf(configuration);
        Assert.Equal("/lake", options.Folder);
        options = new LakeWriterOptions { S3 = { Bucket = "bucket" } };
        options.TakeFolderOf(configuration);
        Assert.Equal("", options.Folder);
    }

    private static List<string?> Check(Dictionary<string, string?> settings)
    {
        var options = new ConfigurationBuilder().AddInMemoryCollection(settings).Build().Get<LakeWriterOptions>()!;
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => result.ErrorMessage)];
    }
}
