using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Telemetry.Kafka.Msk;

namespace Telemetry.Kafka.Connecting;

/// <summary>Answers the request of a Confluent.Kafka client for an OAUTHBEARER token.</summary>
internal static partial class ClientToken
{
    /// <summary>
    /// Runs on the client's own polling thread, where waiting is harmless. The client asks again when four fifths of the
    /// token's life are over, and ten seconds after a failure.
    /// </summary>
    internal static void Refresh(IClient client, IKafkaTokenSource tokens, ILogger logger)
    {
        try
        {
            var token = tokens.GetTokenAsync(CancellationToken.None).GetAwaiter().GetResult();
            client.OAuthBearerSetToken(token.Value, token.ExpiresAt.ToUnixTimeMilliseconds(), token.Principal);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogTokenFailed(logger, client.Name, failure);
            client.OAuthBearerSetTokenFailure(failure.Message);
        }
    }

    [LoggerMessage(EventId = 1004, Level = LogLevel.Error,
        Message = "No token for the Kafka connection of {Client}; it stays unconnected and asks again in ten seconds.")]
    private static partial void LogTokenFailed(ILogger logger, string client, Exception exception);
}
