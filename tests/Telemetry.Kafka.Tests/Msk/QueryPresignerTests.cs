using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Telemetry.Kafka.Msk;

namespace Telemetry.Kafka.Tests.Msk;

public sealed class QueryPresignerTests
{
    /// <summary>
    /// "Authenticating Requests: Using Query Parameters", GET of test.txt:
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    /// </summary>
    [Fact]
    public void The_presigned_request_of_the_s3_documentation_has_its_published_signature()
    {
        var signer = new QueryPresigner("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null, "us-east-1", "s3");

        var query = signer.Sign(
            "GET", "examplebucket.s3.amazonaws.com", "/test.txt", [], new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero),
            TimeSpan.FromSeconds(86_400), payloadHash: "UNSIGNED-PAYLOAD");

        Assert.Equal(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request" +
            "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host" +
            "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            query);
    }

    /// <summary>AWS's signing test suite, v4/get-vanilla-query-order-key-case/query-signed-request.txt (awslabs/aws-c-auth).</summary>
    [Fact]
    public void Parameters_are_signed_in_the_order_of_their_names_as_in_the_signing_test_suite()
    {
        var signer = new QueryPresigner("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null, "us-east-1", "service");

        var query = signer.Sign(
            "GET", "example.amazonaws.com", "/", [new("Param2", "value2"), new("Param1", "value1")],
            new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero), TimeSpan.FromSeconds(3_600));

        Assert.EndsWith(
            "&X-Amz-Signature=86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5", query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("session/token+with=signs")]
    public void The_sdks_own_signer_agrees_on_the_request_that_msk_wants(string? sessionToken)
    {
        var request = new DefaultRequest(new AnyRequest(), "kafka-cluster")
        {
            UseQueryString = true,
            HttpMethod = "GET",
            Endpoint = new Uri("https://kafka.eu-central-1.amazonaws.com"),
        };
        request.Parameters["X-Amz-Expires"] = "900";
        request.Parameters["Action"] = "kafka-cluster:Connect";
        if (sessionToken is not null) request.Parameters["X-Amz-Security-Token"] = sessionToken;
        var theirs = AWS4PreSignedUrlSigner.SignRequest(
            request, null, new RequestMetrics(), "AKID", "secret", "kafka-cluster", "eu-central-1");

        var ours = new QueryPresigner("AKID", "secret", sessionToken, "eu-central-1", "kafka-cluster").Sign(
            "GET", "kafka.eu-central-1.amazonaws.com", "/", [new("Action", "kafka-cluster:Connect")],
            new DateTimeOffset(theirs.DateTime), TimeSpan.FromSeconds(900));

        Assert.EndsWith($"&X-Amz-Signature={theirs.Signature}", ours, StringComparison.Ordinal);
    }

    private sealed class AnyRequest : AmazonWebServiceRequest
    {
    }
}
