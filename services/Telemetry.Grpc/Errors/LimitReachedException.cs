namespace Telemetry.Grpc.Errors;

/// <summary>A stated limit is used up; sent as RESOURCE_EXHAUSTED with google.rpc.QuotaFailure and RetryInfo.</summary>
/// <param name="subject">Whose limit: <c>node</c>, <c>tenant:acme</c>.</param>
/// <param name="description">Which limit, how much it allows and what to do, for a person.</param>
/// <param name="retryAfter">When it is worth trying again.</param>
public sealed class LimitReachedException(string subject, string description, TimeSpan retryAfter) : Exception(description)
{
    /// <summary>Whose limit is used up.</summary>
    public string Subject { get; } = subject;

    /// <summary>When it is worth trying again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
