namespace Telemetry.Semantics.Catalogue;

/// <summary>
/// What values the data have. The host fills it from the lake and refreshes it now and then; a new object means new values.
/// </summary>
public interface IValueIndex
{
    /// <summary>The values known now. The same object as before when nothing changed.</summary>
    KnownValues Current { get; }
}

/// <summary>Values of the data, by dimension id.</summary>
/// <param name="ByDimension">Distinct values of country, state, city, device_type, device_os, quality, isp, cdn, error_code, event_type,
/// title and genre.</param>
/// <param name="Places">Places with their zones.</param>
public sealed record KnownValues(IReadOnlyDictionary<string, IReadOnlyList<string>> ByDimension, IReadOnlyList<KnownPlace> Places)
{
    /// <summary>No values yet: of closed dimensions the catalogue's are known, of others none.</summary>
    public static KnownValues None { get; } = new(new Dictionary<string, IReadOnlyList<string>>(), []);
}

/// <summary>A place of the data.</summary>
/// <param name="Country">English name.</param>
/// <param name="State">State or province.</param>
/// <param name="City">City.</param>
/// <param name="TimeZone">IANA name.</param>
public sealed record KnownPlace(string Country, string State, string City, string TimeZone);

/// <summary>A value index that is set from outside.</summary>
public sealed class SettableValueIndex : IValueIndex
{
    private volatile KnownValues _current = KnownValues.None;

    /// <inheritdoc/>
    public KnownValues Current => _current;

    /// <summary>Replaces the values; questions asked from now on see them.</summary>
    public void Set(KnownValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _current = values;
    }
}
