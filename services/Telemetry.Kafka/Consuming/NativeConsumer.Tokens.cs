using Microsoft.Extensions.Logging;
using Telemetry.Kafka.Librdkafka;

namespace Telemetry.Kafka.Consuming;

/// <summary>
/// OAUTHBEARER for the native consumer. librdkafka asks at the start, again when four fifths of a token's life are over, and
/// ten seconds after each failure. Credentials may come over the network, so the answer is given from the thread pool.
/// </summary>
internal sealed partial class NativeConsumer
{
    private readonly Lock _tokenGate = new();

    private void RefreshToken() => _ = Task.Run(async () =>
    {
        try
        {
            var token = await _tokens!.GetTokenAsync(CancellationToken.None).ConfigureAwait(false);
            Give(token);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogTokenFailed(_logger, failure);
            lock (_tokenGate)
            {
                if (Client != 0) _ = Native.OAuthBearerSetTokenFailure(Client, failure.Message);
            }
        }
    });

    private unsafe void Give(Msk.KafkaToken token)
    {
        var error = stackalloc byte[512];
        lock (_tokenGate)
        {
            if (Client == 0) return; // disposed in the meantime
            var failure = Native.OAuthBearerSetToken(
                Client, token.Value, token.ExpiresAt.ToUnixTimeMilliseconds(), token.Principal, 0, 0, error, 512);
            if (failure != Rd.NoError) throw new InvalidOperationException($"librdkafka does not take the token: {Native.Text(error)}");
        }
    }

    [LoggerMessage(EventId = 1013, Level = LogLevel.Error,
        Message = "No token for the Kafka connection of this consumer; it stays unconnected and asks again in ten seconds.")]
    private static partial void LogTokenFailed(ILogger logger, Exception exception);
}
