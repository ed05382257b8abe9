using FsCheck;
using FsCheck.Fluent;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Live.Views;

namespace Telemetry.Live.Tests.Views;

public sealed class PlaceLimitTests
{
    private const int KeptHours = 24;

    [Fact]
    public void A_pair_gives_its_place_up_when_no_pane_can_hold_it_any_more()
    {
        var places = new PlaceLimit(limit: 2);
        Assert.Equal([1, 2, 0], PlacesOf(places, hour: 10, 1, 2, 3));
        Assert.Equal([1], PlacesOf(places, hour: 20, 1));

        places.Forget(beforeHour: 11);

        Assert.Equal([1, 3, 0], PlacesOf(places, hour: 35, 1, 3, 2));
        Assert.Equal(2, places.Folded);
    }

    [Fact]
    public void The_place_other_needs_no_place_of_its_own()
    {
        var places = new PlaceLimit(limit: 1);
        Assert.Equal([0, 7, 0], PlacesOf(places, hour: 1, 0, 7, 0));
        Assert.Equal(0, places.Folded);
    }

    /// <summary>Contributions grow, are taken out and put in anew while hours pass and pairs are freed, in any order.</summary>
    [Fact]
    public void What_a_contribution_added_is_taken_out_under_the_same_keys() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var places = new PlaceLimit(limit: 3);
        var totals = new Dictionary<CellKey, long>();
        var open = new List<Open>();
        for (var hour = 0L; hour < 150; hour++)
        {
            places.Forget(hour - KeptHours);
            for (var step = 0; step < 10; step++)
            {
                if (open.Count == 0 || random.Next(4) == 0) open.Add(new Open(hour));
                var one = open[random.Next(open.Count)];
                // Which places are in use changes in time, so that some are freed while contributions hold what folded before.
                if (random.Next(3) > 0) one.Add(places, totals, KeyOf(1 + (int)(hour / 30 * 4) + random.Next(6)), random.Next(1, 5));
                else TakeOut(one);
                Assert.Equal(open.Sum(each => each.Sum), totals.Values.Sum());
                Assert.All(totals.Values, total => Assert.True(total >= 0, "A cell was taken out where it had not been added."));
            }
            foreach (var old in open.Where(one => one.Hour < hour).ToList()) TakeOut(old);
        }
        open.ToList().ForEach(TakeOut);
        Assert.All(totals.Values, total => Assert.Equal(0, total));

        void TakeOut(Open one)
        {
            one.TakeOut(places, totals);
            open.Remove(one);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static int[] PlacesOf(PlaceLimit places, long hour, params int[] keys)
    {
        HashSet<ulong>? folded = null;
        return [.. keys.Select(place => places.Fold(KeyOf(place), hour, ref folded).Place)];
    }

    private static CellKey KeyOf(int place) => new(default(EventType), default(DeviceType), default(Quality), place, tenant: 1);

    /// <summary>What one contribution holds, cell by cell.</summary>
    private sealed class Open(long hour)
    {
        private readonly Dictionary<CellKey, long> _cells = [];
        private HashSet<ulong>? _folded;

        public long Hour => hour;

        public long Sum => _cells.Values.Sum();

        public void Add(PlaceLimit places, Dictionary<CellKey, long> totals, CellKey key, long amount)
        {
            _cells[key] = _cells.GetValueOrDefault(key) + amount;
            Count(places, totals, key, amount);
        }

        public void TakeOut(PlaceLimit places, Dictionary<CellKey, long> totals)
        {
            foreach (var (key, amount) in _cells) Count(places, totals, key, -amount);
        }

        private void Count(PlaceLimit places, Dictionary<CellKey, long> totals, CellKey key, long amount)
        {
            var at = places.Fold(key, hour, ref _folded);
            totals[at] = totals.GetValueOrDefault(at) + amount;
        }
    }
}
