namespace Telemetry.Domain.Filtering;

/// <summary>
/// What a subscriber asks for: values of one dimension are alternatives, dimensions are combined with "and", an empty
/// dimension lets everything pass. Values are compared exactly. Equal filters have equal <see cref="Canonical"/> texts.
/// </summary>
public sealed record EventFilter
{
    /// <summary>Lets everything pass.</summary>
    public static readonly EventFilter All = new();

    public IReadOnlyList<string> DeviceTypes { get; init; } = [];

    public IReadOnlyList<string> Qualities { get; init; } = [];

    public IReadOnlyList<string> Countries { get; init; } = [];

    public IReadOnlyList<string> States { get; init; } = [];

    public IReadOnlyList<string> Cities { get; init; } = [];

    public IReadOnlyList<string> EventTypes { get; init; } = [];

    public IReadOnlyList<string> TenantIds { get; init; } = [];

    /// <summary>One text for all filters that let the same events pass: subscribers with the same text share a view.</summary>
    public string Canonical => string.Join('\u001e', new[] { DeviceTypes, Qualities, Countries, States, Cities, EventTypes, TenantIds }
        .Select(values => string.Join('\u001f', values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))));

    public bool Equals(EventFilter? other) => other is not null && Canonical == other.Canonical;

    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);
}
