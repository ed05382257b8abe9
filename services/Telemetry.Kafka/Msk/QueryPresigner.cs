using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Telemetry.Kafka.Msk;

/// <summary>
/// AWS Signature Version 4 in the query string, for requests with no body and the host header alone. The SDK has such a signer
/// too, but it takes the machine's time and its request model; the tests hold this one against it and against published values.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
/// </summary>
internal sealed class QueryPresigner(string accessKey, string secretKey, string? sessionToken, string region, string service)
{
    /// <summary>SHA-256 of nothing.</summary>
    internal const string EmptyPayload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>
    /// The canonical query string, signature at its end. <paramref name="parameters"/> are what is to be signed besides those of the
    /// signature itself, unescaped.
    /// </summary>
    internal string Sign(
        string method, string host, string path, IEnumerable<KeyValuePair<string, string>> parameters,
        DateTimeOffset at, TimeSpan lifetime, string payloadHash = EmptyPayload)
    {
        var timestamp = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var date = timestamp[..8];
        var scope = $"{date}/{region}/{service}/aws4_request";
        var all = new List<KeyValuePair<string, string>>(parameters)
        {
            new("X-Amz-Algorithm", Algorithm),
            new("X-Amz-Credential", $"{accessKey}/{scope}"),
            new("X-Amz-Date", timestamp),
            new("X-Amz-Expires", ((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            new("X-Amz-SignedHeaders", "host"),
        };
        if (!string.IsNullOrEmpty(sessionToken)) all.Add(new("X-Amz-Security-Token", sessionToken));

        var query = string.Join('&', all
            .Select(static p => (Name: Uri.EscapeDataString(p.Key), Value: Uri.EscapeDataString(p.Value)))
            .OrderBy(static p => p.Name, StringComparer.Ordinal).ThenBy(static p => p.Value, StringComparer.Ordinal)
            .Select(static p => $"{p.Name}={p.Value}"));
        var request = $"{method}\n{path}\n{query}\nhost:{host}\n\nhost\n{payloadHash}";
        var toSign = $"{Algorithm}\n{timestamp}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}";
        return $"{query}&X-Amz-Signature={Hex(Hmac(SigningKey(date), toSign))}";
    }

    private byte[] SigningKey(string date)
    {
        var key = Encoding.UTF8.GetBytes($"AWS4{secretKey}");
        foreach (var part in (ReadOnlySpan<string>)[date, region, service, "aws4_request"]) key = Hmac(key, part);
        return key;
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
