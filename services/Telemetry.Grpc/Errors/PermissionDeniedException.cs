namespace Telemetry.Grpc.Errors;

/// <summary>The caller is known, and may not have what was asked for; sent as PERMISSION_DENIED.</summary>
/// <param name="message">What was asked for and what may be, for a person.</param>
public sealed class PermissionDeniedException(string message) : Exception(message);
