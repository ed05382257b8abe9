using Telemetry.Domain.Cubes;

namespace Telemetry.Domain.Vocabulary;

/// <summary>
/// The texts that a process has met, by id. Everything that is counted is counted by id; ids differ from process to
/// process, so what leaves the process (frames, snapshots, deltas) carries the texts.
/// </summary>
public sealed class Vocabularies(VocabularyLimits limits)
{
    public Vocabularies()
        : this(new VocabularyLimits())
    {
    }

    /// <summary>Id of the tenant "default", which events belong to that name none.</summary>
    public const int DefaultTenant = 1;

    public Utf8Vocabulary Tenants { get; } = TenantsOf(limits);

    public Utf8Vocabulary Titles { get; } = new(limits.Titles);

    /// <summary>Operating systems.</summary>
    public Utf8Vocabulary Systems { get; } = new(limits.Systems);

    public PlaceVocabulary Places { get; } = new(limits.Places);

    private static Utf8Vocabulary TenantsOf(VocabularyLimits limits)
    {
        var tenants = new Utf8Vocabulary(limits.Tenants);
        tenants.GetOrAdd("default"u8); // the first id
        return tenants;
    }
}

/// <summary>Most distinct texts of each kind; what comes later is counted as "other".</summary>
public sealed record VocabularyLimits
{
    /// <summary>1 to 65,535. Default: 65,535, since each partition has its own <see cref="Domain.Tenants.TenantTable"/>.</summary>
    public int Tenants { get; init; } = 65_535;

    /// <summary>Default: 200,000.</summary>
    public int Titles { get; init; } = 200_000;

    /// <summary>Default: 256.</summary>
    public int Systems { get; init; } = 256;

    /// <summary>1 to <see cref="CellKey.MaxPlace"/>. Default: 100,000.</summary>
    public int Places { get; init; } = 100_000;
}
