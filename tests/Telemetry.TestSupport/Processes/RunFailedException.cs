namespace Telemetry.TestSupport.Processes;

/// <summary>A run of processes cannot go on; the message is for the person who started it.</summary>
public sealed class RunFailedException(string message) : Exception(message);
