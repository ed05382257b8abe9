using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace Telemetry.Lake.Athena;

/// <summary>
/// Signs requests with Signature Version 4 by the SDK's signer. Only the canonical form is ours, because the SDK takes its own from
/// marshalled requests. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
/// </summary>
internal static class AthenaSignature
{
    private const string Service = "athena";

    public static void Sign(HttpRequestMessage request, byte[] body, string region, ImmutableCredentials credentials, DateTimeOffset now)
    {
        var at = now.UtcDateTime;
        var address = request.RequestUri!;
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = request.Content!.Headers.ContentType!.ToString(),
            ["host"] = address.IsDefaultPort ? address.Host : string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}"),
            ["x-amz-date"] = at.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
            ["x-amz-target"] = request.Headers.GetValues("X-Amz-Target").Single(),
        };
        if (!string.IsNullOrEmpty(credentials.Token)) headers["x-amz-security-token"] = credentials.Token;

        var names = string.Join(';', headers.Keys);
        var canonical = new StringBuilder($"POST\n{address.AbsolutePath}\n\n");
        foreach (var (name, value) in headers) canonical.Append(CultureInfo.InvariantCulture, $"{name}:{value}\n");
        canonical.Append(CultureInfo.InvariantCulture, $"\n{names}\n{Convert.ToHexStringLower(SHA256.HashData(body))}");
        var signature = AWS4Signer.ComputeSignature(credentials, region, at, Service, names, canonical.ToString());

        request.Headers.Host = headers["host"];
        request.Headers.Add("X-Amz-Date", headers["x-amz-date"]);
        if (headers.TryGetValue("x-amz-security-token", out var token)) request.Headers.Add("X-Amz-Security-Token", token);
        request.Headers.TryAddWithoutValidation("Authorization", signature.ForAuthorizationHeader);
    }
}
