namespace Telemetry.Ingestion.Publishing;

/// <summary>A message between nodes does not hold what it should; the message says what was found.</summary>
public sealed class UnreadableMessageException(string message, Exception? inner = null) : Exception(message, inner);
