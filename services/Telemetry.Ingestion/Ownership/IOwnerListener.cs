namespace Telemetry.Ingestion.Ownership;

/// <summary>Why an owner has to let go of its partition although the group has not taken it away.</summary>
public enum LetGoReason
{
    /// <summary>A save showed that somebody else has claimed it.</summary>
    Fenced,

    /// <summary>A message came again that the state holds: the topic may have been made anew.</summary>
    LogWentBack,
}

/// <summary>Hears what owners of partitions find out. Any thread.</summary>
public interface IOwnerListener
{
    /// <summary>Messages before an offset are in the saved state, or nothing saves it: they need not be read again.</summary>
    void Covered(int partition, long nextOffset);

    /// <summary>The owner with this epoch has to let go. May be said more than once.</summary>
    void LetGo(int partition, long epoch, LetGoReason reason);
}
