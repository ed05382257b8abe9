using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Athena;

/// <summary>
/// Athena's API over its JSON 1.1 protocol: five actions are used, and the SDK's package for them would add nothing but classes.
/// What may pass (throttling, 5xx, a broken connection) is tried again with jitter; all of the actions are safe to repeat, because starting carries
/// a token. Source: https://docs.aws.amazon.com/athena/latest/APIReference/Welcome.html
/// </summary>
internal sealed class AthenaClient(
    HttpClient http, AthenaOptions options, Func<CancellationToken, Task<ImmutableCredentials>> credentials, TimeProvider time) : IDisposable
{
    private static readonly MediaTypeHeaderValue ContentType = new("application/x-amz-json-1.1");
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly Uri _address = new(
        options.Endpoint.Length > 0 ? options.Endpoint : string.Create(CultureInfo.InvariantCulture, $"https://athena.{options.Region}.amazonaws.com/"));

    /// <summary>Calls an action.</summary>
    /// <exception cref="QueryException">Athena refuses, or all attempts failed.</exception>
    public async Task<JsonElement> CallAsync(string action, JsonObject arguments, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(arguments);
        for (var attempt = 1; ; attempt++)
        {
            var (answer, error) = await TryAsync(action, body, cancellationToken).ConfigureAwait(false);
            if (error is null) return answer;
            if (!AthenaErrors.MayPass(error.Error.Kind) || attempt == options.MaxAttempts) throw error;
            await Task.Delay(Pause(attempt), time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<(JsonElement Answer, QueryException? Error)> TryAsync(string action, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = ContentType;
            request.Headers.Add("X-Amz-Target", $"AmazonAthena.{action}");
            AthenaSignature.Sign(request, body, options.Region, await CredentialsAsync(cancellationToken).ConfigureAwait(false), time.GetUtcNow());
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var text = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return response.StatusCode is HttpStatusCode.OK
                ? (JsonElement.Parse(text), null)
                : (default, AthenaErrors.OfResponse(response, text));
        }
        catch (AmazonServiceException failure)
        {
            return (default, new QueryException(
                new QueryError(
                    QueryErrorKind.Unavailable,
                    $"AWS credentials for Athena can't be had at the moment, because where they come from can't be reached or broke: {failure.Message}"),
                failure));
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or IOException
            || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (default, new QueryException(
                new QueryError(QueryErrorKind.Unavailable, $"Athena at {_address.Host} can't be reached: {failure.Message}"), failure));
        }
    }

    private async Task<ImmutableCredentials> CredentialsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await credentials(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is AmazonClientException or HttpRequestException)
        {
            throw new QueryException(
                new QueryError(
                    QueryErrorKind.Denied,
                    "No AWS credentials for Athena: the default chain (environment, profile, web identity, container, instance) gave none. " +
                    "Give the process a role or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."),
                failure);
        }
    }

    // Full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
    private static TimeSpan Pause(int attempt)
    {
        var longest = FirstPause * Math.Pow(2, attempt - 1);
        return (longest < LongestPause ? longest : LongestPause) * Random.Shared.NextDouble();
    }
}
