namespace Telemetry.Grpc.Errors;

/// <summary>Something that this call depends on does not answer for now; sent as UNAVAILABLE with google.rpc.RetryInfo.</summary>
/// <param name="message">What is missing and what that means for the caller.</param>
/// <param name="retryAfter">When it is worth trying again.</param>
/// <param name="innerException">The failure behind it, for the log.</param>
public sealed class UnavailableException(string message, TimeSpan retryAfter, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>When it is worth trying again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
