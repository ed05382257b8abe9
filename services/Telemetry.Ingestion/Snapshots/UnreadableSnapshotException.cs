namespace Telemetry.Ingestion.Snapshots;

/// <summary>The bytes are no state that this version can read.</summary>
/// <param name="reason">What was found and what was expected.</param>
public sealed class UnreadableSnapshotException(string reason) : Exception($"The snapshot can't be read: {reason}");
