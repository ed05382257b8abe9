using Telemetry.Domain.Cubes;

namespace Telemetry.Live.Views;

/// <summary>
/// Bounds the cells of all cubes: the first <paramref name="limit"/> pairs of tenant and place keep cells of their own, later
/// ones count under the place "other". The choice never changes, so what was added can be taken out under the same key.
/// Not thread-safe.
/// </summary>
internal sealed class PlaceLimit(int limit)
{
    private readonly HashSet<ulong> _admitted = [];

    /// <summary>Differences that went to the place "other".</summary>
    public long Folded { get; private set; }

    public CellKey Fold(CellKey key)
    {
        var pair = ((ulong)key.Tenant << 32) | (uint)key.Place;
        if (key.Place == 0 || _admitted.Contains(pair))
            return key;
        if (_admitted.Count < limit)
        {
            _admitted.Add(pair);
            return key;
        }
        Folded++;
        return key.WithoutPlace();
    }
}
