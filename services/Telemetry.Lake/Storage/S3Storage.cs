using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Telemetry.Lake.Storage;

/// <summary>
/// The lake in a bucket. A put appears whole (S3 is strongly consistent since December 2020); "unless there is one" is a conditional
/// put (<c>If-None-Match: *</c>); a move is a copy on the server and a delete, each of which may be repeated.
/// </summary>
public sealed class S3Storage : ILakeStorage, IDisposable
{
    private readonly S3StorageOptions _options;
    private readonly AmazonS3Client _client;

    /// <summary>Makes the client; nothing is sent yet.</summary>
    /// <param name="options">Where.</param>
    /// <param name="credentials">Default: the SDK's chain (environment, profile, container, instance).</param>
    public S3Storage(S3StorageOptions options, AWSCredentials? credentials = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Bucket);
        _options = options;
        var config = new AmazonS3Config { MaxErrorRetry = 3 };
        if (options.ServiceUrl.Length > 0)
        {
            config.ServiceURL = options.ServiceUrl;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = options.Region.Length > 0 ? options.Region : "us-east-1";
        }
        else if (options.Region.Length > 0)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }
        _client = credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
    }

    /// <inheritdoc/>
    public string Name => $"s3://{_options.Bucket}/{_options.Prefix}";

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => TranslateAsync<IReadOnlyList<string>>("list", prefix, async () =>
    {
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = _options.Prefix + prefix };
        do
        {
            var page = await _client.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
            keys.AddRange((page.S3Objects ?? []).Select(item => item.Key[_options.Prefix.Length..]));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
        keys.Sort(StringComparer.Ordinal);
        return keys;
    });

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => TranslateAsync("read", key, async () =>
    {
        try
        {
            using var response = await _client.GetObjectAsync(_options.Bucket, _options.Prefix + key, cancellationToken).ConfigureAwait(false);
            using var bytes = new MemoryStream();
            await response.ResponseStream.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes.ToArray();
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    });

    /// <inheritdoc/>
    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => TranslateAsync("write", key, async () =>
    {
        await _client.PutObjectAsync(Put(key, content), cancellationToken).ConfigureAwait(false);
        return true;
    });

    /// <inheritdoc/>
    public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => TranslateAsync("create", key, async () =>
    {
        var request = Put(key, content);
        request.IfNoneMatch = "*";
        try
        {
            await _client.PutObjectAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    });

    /// <inheritdoc/>
    public Task MoveAsync(string from, string to, CancellationToken cancellationToken) => TranslateAsync("move", from, async () =>
    {
        try
        {
            await _client.CopyObjectAsync(_options.Bucket, _options.Prefix + from, _options.Bucket, _options.Prefix + to, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != "NoSuchBucket")
        {
            return true; // moved already
        }
        await _client.DeleteObjectAsync(_options.Bucket, _options.Prefix + from, cancellationToken).ConfigureAwait(false);
        return true;
    });

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) => TranslateAsync("delete", key, async () =>
    {
        await _client.DeleteObjectAsync(_options.Bucket, _options.Prefix + key, cancellationToken).ConfigureAwait(false);
        return true;
    });

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private PutObjectRequest Put(string key, ReadOnlyMemory<byte> content) => new()
    {
        BucketName = _options.Bucket,
        Key = _options.Prefix + key,
        InputStream = new MemoryStream(content.ToArray(), writable: false),
        ContentType = key.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : "application/vnd.apache.parquet",
    };

    private async Task<T> TranslateAsync<T>(string what, string key, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or HttpRequestException or IOException)
        {
            var code = (exception as AmazonServiceException)?.ErrorCode is { Length: > 0 } name ? $"{name}: " : "";
            throw new LakeStorageException($"Could not {what} {key} in {Name}: {code}{exception.Message} Check bucket, region, credentials and their rights (s3:ListBucket, GetObject, PutObject, DeleteObject).", exception);
        }
    }
}
