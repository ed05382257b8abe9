namespace Telemetry.Grpc.Errors;

/// <summary>The token that a stream began with is no longer valid; sent as UNAUTHENTICATED.</summary>
public sealed class SignInEndedException() : Exception("The token of this stream has expired. Renew it, or sign in again, and watch anew.");
