namespace Telemetry.Kafka.Consuming;

/// <summary>
/// Another member has joined the group under this one's name (<see cref="Connecting.KafkaOptions.InstanceId"/>), which puts this one out.
/// Whoever tried again would put the other out in turn, and so on for ever.
/// </summary>
public sealed class InstanceIdTakenException(string message) : Exception(message)
{
    /// <summary>The broker's error.</summary>
    internal const string Code = "FENCED_INSTANCE_ID";

    internal static string Text(string? instanceId, string? groupId) =>
        $"Another member of the group {groupId} has taken Kafka:InstanceId '{instanceId}', so this one is out and does not try again: they would " +
        "take the name from each other by turns. Give every node a name of its own, then start this one again.";
}
