namespace Telemetry.Ingestion.Aggregates;

/// <summary>Opens the stream of batches to an aggregate.</summary>
public sealed class Begin
{
    public static readonly Begin Instance = new();
}

/// <summary>The aggregate's reply: the batch is counted, the next may come.</summary>
public sealed class Ack
{
    public static readonly Ack Instance = new();
}

/// <summary>No more batches will come.</summary>
public sealed record End(Exception? Failure)
{
    public static readonly End Completed = new(Failure: null);

    public static End Failed(Exception failure) => new(failure);
}

/// <summary>The partition was lost: count on until the end, publish nothing more.</summary>
public sealed class Retire
{
    public static readonly Retire Instance = new();
}

/// <summary>The aggregate's own reminder to publish what changed.</summary>
public sealed class PublishDue
{
    public static readonly PublishDue Cells = new();

    /// <summary>Titles and sketches too.</summary>
    public static readonly PublishDue All = new();

    /// <summary>Even if nothing changed, so that those who follow the partition know that it has an owner.</summary>
    public static readonly PublishDue Heartbeat = new();
}

/// <summary>The aggregate's own reminder to save its state.</summary>
public sealed class SnapshotDue
{
    public static readonly SnapshotDue Instance = new();
}

/// <summary>The aggregate's own reminder that no message came for a while, so that none is there to wait for.</summary>
public sealed class ReplayEnded
{
    public static readonly ReplayEnded Instance = new();
}

/// <summary>How the question ended whether the partition is still the owner's: well, or with a failure.</summary>
public sealed record CheckEnded(Exception? Failure);

/// <summary>How a save ended: well, or with a failure.</summary>
public sealed record SaveEnded(Exception? Failure);
