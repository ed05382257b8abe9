namespace Telemetry.Lake.Queries;

/// <summary>One statement with the limits that it must keep.</summary>
/// <param name="Sql">A single SELECT in Athena's dialect, already judged to be harmless.</param>
public sealed record QueryRequest(string Sql)
{
    /// <summary>Rows that the result may have; a query with more fails with <see cref="QueryErrorKind.RowLimit"/>. Default: 100,001.</summary>
    public int MaxRows { get; init; } = 100_001;

    /// <summary>How long the engine may work. Default: 60 s.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes of the lake that the engine may read; null for no limit of this request's own.</summary>
    public long? MaxBytesScanned { get; init; }

    /// <summary>Makes starting idempotent: 32 to 128 characters; null for a fresh one.</summary>
    public string? ClientToken { get; init; }
}
