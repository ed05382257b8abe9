using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Domain.Filtering;

/// <summary>
/// A filter made ready for cells: bit masks for the small sets, a table that is filled as places and tenants are met.
/// Not thread-safe.
/// </summary>
public sealed class CellMatcher(EventFilter filter, Vocabularies vocabularies)
{
    private readonly uint _types = Mask(filter.EventTypes, name => (int?)EventTypes.Find(name));
    private readonly uint _devices = Mask(filter.DeviceTypes, name => (int?)DeviceTypes.Find(name));
    private readonly uint _qualities = Mask(filter.Qualities, name => (int?)Qualities.Find(name));
    private readonly bool _anyPlace = filter.Countries.Count == 0 && filter.States.Count == 0 && filter.Cities.Count == 0;
    private readonly bool _anyTenant = filter.TenantIds.Count == 0;
    private bool?[] _places = [];
    private bool?[] _tenants = [];

    public EventFilter Filter => filter;

    /// <summary>Whether events of the cell pass.</summary>
    public bool Matches(CellKey key) =>
        (_types >> (int)key.Type & _devices >> (int)key.Device & _qualities >> (int)key.Quality & 1) != 0
        && (_anyPlace || MatchesPlace(key.Place))
        && (_anyTenant || MatchesTenant(key.Tenant));

    /// <summary>Whether events of the tenant may pass.</summary>
    public bool MatchesTenant(int tenant)
    {
        if (_anyTenant)
            return true;
        Grow(ref _tenants, tenant);
        return _tenants[tenant] ??= filter.TenantIds.Contains(vocabularies.Tenants[tenant]);
    }

    private bool MatchesPlace(int id)
    {
        Grow(ref _places, id);
        return _places[id] ??= Matches(vocabularies.Places[id]);
    }

    private bool Matches(Place place) => Has(filter.Countries, place.Country) && Has(filter.States, place.State) && Has(filter.Cities, place.City);

    private static bool Has(IReadOnlyList<string> values, string value) => values.Count == 0 || values.Contains(value);

    private static void Grow(ref bool?[] table, int id)
    {
        if (id >= table.Length)
            Array.Resize(ref table, Math.Max(id + 1, table.Length * 2));
    }

    private static uint Mask(IReadOnlyList<string> names, Func<string, int?> find) =>
        names.Count == 0 ? uint.MaxValue : names.Aggregate(0u, (mask, name) => find(name) is { } bit ? mask | 1u << bit : mask);
}
