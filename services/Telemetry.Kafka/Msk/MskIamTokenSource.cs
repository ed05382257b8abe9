using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Telemetry.Kafka.Msk;

/// <summary>
/// Tokens for Amazon MSK's IAM access control: a presigned request for kafka-cluster:Connect, valid for 900 s, as AWS's own
/// signer libraries (aws-msk-iam-sasl-signer) make it. Credentials come from the AWS SDK's default chain: environment, profile,
/// web identity, container, instance.
/// </summary>
public sealed class MskIamTokenSource : IKafkaTokenSource
{
    private const string UserAgent = "telemetry-kafka";
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(900);
    private readonly string _region;
    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, Task<ImmutableCredentials>> _credentials;

    /// <summary>For a region such as eu-central-1.</summary>
    public MskIamTokenSource(string region, TimeProvider time)
        : this(region, time, ResolveAsync)
    {
    }

    internal MskIamTokenSource(string region, TimeProvider time, Func<CancellationToken, Task<ImmutableCredentials>> credentials)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(region);
        _region = region;
        _time = time;
        _credentials = credentials;
    }

    /// <inheritdoc/>
    public async Task<KafkaToken> GetTokenAsync(CancellationToken cancellationToken)
    {
        ImmutableCredentials credentials;
        try
        {
            credentials = await _credentials(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is AmazonClientException or HttpRequestException)
        {
            throw new InvalidOperationException(
                "No AWS credentials for the MSK connection: the default chain (environment, profile, web identity, container, instance) " +
                "gave none. Give the process a role or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. " +
                $"The chain said: {failure.Message}", failure);
        }
        var now = _time.GetUtcNow();
        return new KafkaToken(Encode(Presign(credentials, now)), now + Lifetime, $"{UserAgent}:{credentials.AccessKey}");
    }

    private string Presign(ImmutableCredentials credentials, DateTimeOffset now)
    {
        var host = $"kafka.{_region}.amazonaws.com";
        var signer = new QueryPresigner(credentials.AccessKey, credentials.SecretKey, credentials.Token, _region, "kafka-cluster");
        var query = signer.Sign("GET", host, "/", [new("Action", "kafka-cluster:Connect")], now, Lifetime);
        // Not signed: the broker writes it to its audit trail, nothing else.
        return $"https://{host}/?{query}&User-Agent={Uri.EscapeDataString(UserAgent)}";
    }

    private static string Encode(string url) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(url)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static async Task<ImmutableCredentials> ResolveAsync(CancellationToken cancellationToken)
    {
        var chain = DefaultAWSCredentialsIdentityResolver.GetCredentials();
        return await chain.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
