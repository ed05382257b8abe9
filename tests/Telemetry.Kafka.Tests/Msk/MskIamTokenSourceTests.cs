using System.Text;
using System.Web;
using Amazon.Runtime;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Kafka.Msk;

namespace Telemetry.Kafka.Tests.Msk;

public sealed class MskIamTokenSourceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task A_token_is_the_presigned_connect_request_in_base64_for_urls()
    {
        var source = NewSource(new ImmutableCredentials("AKID", "secret", "session-token"));

        var token = await source.GetTokenAsync(CancellationToken.None);

        Assert.Matches("^[A-Za-z0-9_-]+$", token.Value);
        Assert.Equal(Now.AddSeconds(900), token.ExpiresAt);
        var url = new Uri(Decode(token.Value));
        var query = HttpUtility.ParseQueryString(url.Query);
        Assert.Equal("https://kafka.eu-central-1.amazonaws.com/", url.GetLeftPart(UriPartial.Path));
        Assert.Equal("kafka-cluster:Connect", query["Action"]);
        Assert.Equal("AKID/20260102/eu-central-1/kafka-cluster/aws4_request", query["X-Amz-Credential"]);
        Assert.Equal("20260102T030405Z", query["X-Amz-Date"]);
        Assert.Equal("900", query["X-Amz-Expires"]);
        Assert.Equal("host", query["X-Amz-SignedHeaders"]);
        Assert.Equal("session-token", query["X-Amz-Security-Token"]);
        Assert.Matches("^[0-9a-f]{64}$", query["X-Amz-Signature"]!);
        Assert.Equal("telemetry-kafka", query["User-Agent"]);
        Assert.DoesNotContain("secret", url.Query.Replace("session-token", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_session_no_session_token_is_sent()
    {
        var token = await NewSource(new ImmutableCredentials("AKID", "secret", null)).GetTokenAsync(CancellationToken.None);

        Assert.DoesNotContain("Security-Token", Decode(token.Value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_credentials_say_what_to_do()
    {
        var source = new MskIamTokenSource(
            "eu-central-1", new FakeTimeProvider(Now), _ => throw new AmazonClientException("nothing found"));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => source.GetTokenAsync(CancellationToken.None));

        Assert.Contains("No AWS credentials for the MSK connection", failure.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_ACCESS_KEY_ID", failure.Message, StringComparison.Ordinal);
        Assert.Contains("nothing found", failure.Message, StringComparison.Ordinal);
    }

    private static MskIamTokenSource NewSource(ImmutableCredentials credentials) =>
        new("eu-central-1", new FakeTimeProvider(Now), _ => Task.FromResult(credentials));

    private static string Decode(string token)
    {
        var padded = token.Replace('-', '+').Replace('_', '/').PadRight((token.Length + 3) / 4 * 4, '=');
        return Encoding.UTF8.GetString(Convert.FromBase64String(padded));
    }
}
