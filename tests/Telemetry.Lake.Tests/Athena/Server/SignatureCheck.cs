using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Telemetry.Lake.Tests.Athena.Server;

/// <summary>
/// Verifies Signature Version 4 as AWS describes it, from nothing but the request as it arrived and the secret key.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
/// </summary>
internal sealed class SignatureCheck(string accessKey, string secretKey, string? sessionToken, string region, TimeProvider time)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>The type of AWS's error and a reason, or null when the signature holds.</summary>
    public (string Type, string Reason)? Check(HttpRequest request, byte[] body)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.Length == 0) return ("MissingAuthenticationTokenException", "Missing Authentication Token");
        const string algorithm = "AWS4-HMAC-SHA256";
        if (!authorization.StartsWith(algorithm + " ", StringComparison.Ordinal)) return ("IncompleteSignature", "Unknown algorithm.");
        var parts = authorization[(algorithm.Length + 1)..].Split(',').Select(static p => p.Trim().Split('=', 2)).ToDictionary(static p => p[0], static p => p[1]);
        var credential = parts["Credential"].Split('/');
        var stamp = request.Headers["X-Amz-Date"].ToString();
        if (credential.Length != 5) return ("IncompleteSignature", "The credential has no scope.");
        if (credential[0] != accessKey) return ("UnrecognizedClientException", "The security token included in the request is invalid.");
        var scope = string.Join('/', credential[1..]);
        if (scope != $"{stamp[..8]}/{region}/athena/aws4_request") return ("InvalidSignatureException", $"The scope is {scope}.");
        var at = DateTimeOffset.ParseExact(stamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        if ((at - time.GetUtcNow()).Duration() > Skew) return ("InvalidSignatureException", $"Signature expired: {stamp}.");
        if (sessionToken is not null && request.Headers["X-Amz-Security-Token"] != sessionToken)
            return ("ExpiredTokenException", "The security token included in the request is expired.");

        var signed = parts["SignedHeaders"].Split(';');
        foreach (var needed in (string[])["host", "x-amz-date", "x-amz-target", .. sessionToken is null ? (string[])[] : ["x-amz-security-token"]])
        {
            if (!signed.Contains(needed)) return ("InvalidSignatureException", $"{needed} is not signed.");
        }
        if (!signed.SequenceEqual(signed.Order(StringComparer.Ordinal))) return ("InvalidSignatureException", "The signed headers are not in order.");

        var canonical = new StringBuilder();
        canonical.Append(request.Method).Append('\n').Append(request.Path.Value).Append('\n').Append(Query(request)).Append('\n');
        foreach (var name in signed) canonical.Append(name).Append(':').Append(string.Join(',', request.Headers[name].Select(static v => v!.Trim()))).Append('\n');
        canonical.Append('\n').Append(string.Join(';', signed)).Append('\n').Append(Hex(SHA256.HashData(body)));
        var toSign = $"{algorithm}\n{stamp}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (var step in credential[1..]) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        var expected = Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        return parts["Signature"] == expected
            ? null
            : ("InvalidSignatureException", "The request signature we calculated does not match the signature you provided.");
    }

    private static string Query(HttpRequest request) => string.Join('&', request.Query
        .SelectMany(static p => p.Value.Select(v => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(v ?? "")}"))
        .Order(StringComparer.Ordinal));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
