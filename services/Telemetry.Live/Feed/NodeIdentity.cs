namespace Telemetry.Live.Feed;

/// <summary>A number that a process makes up when it starts, to know its own messages again.</summary>
internal sealed class NodeIdentity
{
    public ulong Id { get; } = (ulong)Random.Shared.NextInt64(1, long.MaxValue);
}
