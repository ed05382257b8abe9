namespace Telemetry.Grpc.Errors;

/// <summary>What the request names does not exist, or no longer; sent as NOT_FOUND with google.rpc.ResourceInfo.</summary>
/// <param name="resourceType">What kind of thing: <c>subscription</c>.</param>
/// <param name="resourceName">The name that was asked for.</param>
/// <param name="advice">What to do about it, one sentence.</param>
public sealed class NotFoundException(string resourceType, string resourceName, string advice)
    : Exception($"There is no {resourceType} '{resourceName}'. {advice}")
{
    /// <summary>What kind of thing is missing.</summary>
    public string ResourceType { get; } = resourceType;

    /// <summary>The name that was asked for.</summary>
    public string ResourceName { get; } = resourceName;
}
