using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Telemetry.Domain.Cubes;

namespace Telemetry.Live.Views;

/// <summary>
/// Bounds the cells of all cubes: <paramref name="limit"/> pairs of tenant and place have cells of their own, others count under the
/// place "other". A pair keeps its place while any pane may hold cells of it; see <see cref="Forget"/>. Not thread-safe.
/// </summary>
internal sealed class PlaceLimit(int limit)
{
    private readonly Dictionary<ulong, long> _admitted = []; // by pair: the latest hour with a cell of it

    /// <summary>Differences that went to the place "other".</summary>
    public long Folded { get; private set; }

    /// <summary>The key that a difference counts under.</summary>
    /// <param name="key">The cell.</param>
    /// <param name="hour">The hour pane that the difference lies in.</param>
    /// <param name="folded">
    /// The pairs that a contribution has counted under "other" before: they stay there, since what it added has to be taken out under the
    /// same key. Made when the first one folds.
    /// </param>
    public CellKey Fold(CellKey key, long hour, ref HashSet<ulong>? folded)
    {
        if (key.Place == 0)
            return key;
        var pair = ((ulong)key.Tenant << 32) | (uint)key.Place;
        if (folded?.Contains(pair) is not true)
        {
            ref var latest = ref CollectionsMarshal.GetValueRefOrNullRef(_admitted, pair);
            if (!Unsafe.IsNullRef(ref latest))
            {
                latest = Math.Max(latest, hour);
                return key;
            }
            if (_admitted.Count < limit)
            {
                _admitted.Add(pair, hour);
                return key;
            }
            (folded ??= []).Add(pair);
        }
        Folded++;
        return key.WithoutPlace();
    }

    /// <summary>Gives up the places of the pairs whose latest cell lies before an hour that no pane is kept of.</summary>
    public void Forget(long beforeHour)
    {
        foreach (var (pair, latest) in _admitted)
        {
            if (latest < beforeHour)
                _admitted.Remove(pair); // allowed while enumerating since .NET Core 3.0
        }
    }
}
