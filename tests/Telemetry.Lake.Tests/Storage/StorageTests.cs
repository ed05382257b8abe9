using System.Net;
using System.Text;
using Amazon.Runtime;
using Telemetry.Lake.Storage;
using Telemetry.Lake.Tests.Samples;

namespace Telemetry.Lake.Tests.Storage;

/// <summary>What every storage promises, held against a folder and against S3 on the wire.</summary>
public abstract class StorageTests
{
    private protected abstract ILakeStorage Storage { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_put_is_read_back_and_replaced()
    {
        await Storage.PutAsync("events/a=1/file", "one"u8.ToArray(), Token);
        await Storage.PutAsync("events/a=1/file", "two"u8.ToArray(), Token);
        Assert.Equal("two"u8.ToArray(), await Storage.ReadAsync("events/a=1/file", Token));
        Assert.Null(await Storage.ReadAsync("events/none", Token));
    }

    [Fact]
    public async Task An_object_as_large_as_a_file_arrives_whole()
    {
        var content = new byte[9_000_000];
        new Random(1).NextBytes(content);
        await Storage.PutAsync("large", content, Token);
        Assert.Equal(content, await Storage.ReadAsync("large", Token));
    }

    [Fact]
    public async Task A_prefix_lists_its_keys_in_order_however_many_there_are()
    {
        for (var i = 0; i < 30; i++)
            await Storage.PutAsync($"many/{29 - i:D2}/tenant_id=a%2Fb", new byte[1], Token);
        await Storage.PutAsync("manyfold/x", new byte[1], Token);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"many/{i:D2}/tenant_id=a%2Fb"), await Storage.ListAsync("many/", Token));
        Assert.Empty(await Storage.ListAsync("none/", Token));
    }

    [Fact]
    public async Task Of_several_who_create_an_object_one_does()
    {
        var created = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Storage.TryCreateAsync("marker", Encoding.UTF8.GetBytes($"{i}"), Token)));
        Assert.Equal(Encoding.UTF8.GetBytes($"{Array.IndexOf(created, true)}"), await Storage.ReadAsync("marker", Token));
        Assert.Single(created, true);
    }

    [Fact]
    public async Task Moving_and_deleting_may_be_repeated()
    {
        await Storage.PutAsync("_staging/x/1/events/tenant_id=a%2Fb/file", "rows"u8.ToArray(), Token);
        for (var i = 0; i < 2; i++)
            await Storage.MoveAsync("_staging/x/1/events/tenant_id=a%2Fb/file", "events/tenant_id=a%2Fb/file", Token);
        Assert.Equal("rows"u8.ToArray(), await Storage.ReadAsync("events/tenant_id=a%2Fb/file", Token));
        Assert.Empty(await Storage.ListAsync("_staging/", Token));
        for (var i = 0; i < 2; i++)
            await Storage.DeleteAsync("events/tenant_id=a%2Fb/file", Token);
        Assert.Empty(await Storage.ListAsync("events/", Token));
    }
}

public sealed class FolderStorageTests : StorageTests, IDisposable
{
    private readonly TestLake _lake = new();

    private protected override ILakeStorage Storage => _lake.Storage;

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(_lake.Folder, "file");
        File.WriteAllText(file, "");
        var exception = Assert.Throws<LakeStorageException>(() => new FolderStorage(Path.Combine(file, "lake")));
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
    }
}

public sealed class S3StorageTests : StorageTests, IAsyncLifetime
{
    private readonly TestLake _copy = new();
    private S3Server _server = null!;
    private S3Storage _storage = null!;

    private protected override ILakeStorage Storage => _storage;

    public async ValueTask InitializeAsync()
    {
        _server = await S3Server.StartAsync();
        _storage = Open("lake-bucket");
    }

    public async ValueTask DisposeAsync()
    {
        _storage.Dispose();
        await _server.DisposeAsync();
        _copy.Dispose();
    }

    [Fact]
    public async Task A_refusal_says_what_was_tried_and_what_to_check()
    {
        using var other = Open("other-bucket");
        var exception = await Assert.ThrowsAsync<LakeStorageException>(() => other.ListAsync("events/", TestContext.Current.CancellationToken));
        Assert.Contains("list events/ in s3://other-bucket/lake/: NoSuchBucket", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_writer_fills_a_bucket_exactly_once_though_requests_fail_or_lose_their_answers()
    {
        using var broker = RunningWriter.StartBroker(partitions: 2);
        await using var writer = await RunningWriter.StartAsync(broker, _storage, ("CloseSeconds", "1"), ("RetrySeconds", "0.01"));
        var now = TimeProvider.System.GetUtcNow();
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 3 * round; i++)
                _server.FailNext(HttpStatusCode.Forbidden, "AccessDenied", after: i % 2 == 0);
            RunningWriter.Produce(broker, Enumerable.Range(round * 100, 110).Select(i => ($"S{i}", TestEvents.Json($"E{i}", now.AddDays(-(i % 2)), i % 3 == 0 ? "a/b" : null))));
            var rows = (round * 100) + 110;
            await RunningWriter.UntilAsync(() => writer.Status.Rows >= rows, $"{rows} events were written");
        }
        await writer.StopAsync();
        _server.CopyTo(_copy.Folder, "lake/");
        Assert.Equal(Enumerable.Range(0, 410).Select(i => $"E{i}").Order(), _copy.EventIds().Order());
        Assert.Equal([137L], _copy.Query("select count(distinct event_id) from events where tenant_id = 'a/b'")[0]);
        Assert.DoesNotContain(_server.Keys, key => key.Contains("_staging", StringComparison.Ordinal));
    }

    private S3Storage Open(string bucket) =>
        new(new S3StorageOptions { Bucket = bucket, Prefix = "lake/", ServiceUrl = _server.Url }, new BasicAWSCredentials("key", "secret"));
}
