namespace Telemetry.Kafka.Msk;

/// <summary>A bearer token for SASL/OAUTHBEARER.</summary>
/// <param name="Value">What is sent to the broker.</param>
/// <param name="ExpiresAt">From then on the broker refuses it; the client renews it when four fifths of the time are over.</param>
/// <param name="Principal">The name that the client shows in its own logs; the broker takes its own from the token.</param>
public sealed record KafkaToken(string Value, DateTimeOffset ExpiresAt, string Principal);

/// <summary>Where tokens for SASL/OAUTHBEARER come from.</summary>
public interface IKafkaTokenSource
{
    /// <summary>A token made just now. Throws when there are no credentials, with a message for the log.</summary>
    Task<KafkaToken> GetTokenAsync(CancellationToken cancellationToken);
}
