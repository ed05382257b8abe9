using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;

namespace Telemetry.Domain.Tests.Cubes;

public sealed class CubeTests
{
    [Fact]
    public void A_key_keeps_its_coordinates()
    {
        var key = new CellKey(EventType.Complete, DeviceType.Tablet, Quality.Uhd, CellKey.MaxPlace, ushort.MaxValue);
        Assert.Equal((EventType.Complete, DeviceType.Tablet, Quality.Uhd, CellKey.MaxPlace, ushort.MaxValue), (key.Type, key.Device, key.Quality, key.Place, key.Tenant));
        Assert.Equal((EventType.Complete, 0, ushort.MaxValue), (key.WithoutPlace().Type, key.WithoutPlace().Place, key.WithoutPlace().Tenant));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_holds_what_a_dictionary_holds_through_growth_and_knows_what_changed(int seed)
    {
        var random = new Random(seed);
        var cube = new Cube(4);
        var expected = new Dictionary<CellKey, long>();
        var changed = new HashSet<CellKey>();
        for (var i = 0; i < 20_000; i++)
        {
            var key = new CellKey((ulong)random.Next(3_000));
            cube.Change(key).Events++;
            expected[key] = expected.GetValueOrDefault(key) + 1;
            changed.Add(key);
            if (random.Next(500) == 0)
            {
                Assert.Equal(changed, cube.Changes.ToArray().Select(index => cube.Keys[index]).ToHashSet());
                cube.ClearChanges();
                changed.Clear();
            }
        }
        Assert.Equal(expected.Count, cube.Count);
        Assert.All(expected, entry => Assert.Equal(entry.Value, cube[entry.Key].Events));
        Assert.Equal(0, cube[new CellKey(ulong.MaxValue)].Events);
    }

    [Fact]
    public void Subtracting_undoes_adding_and_compacting_drops_what_is_empty()
    {
        var random = new Random(4);
        Cube a = Random(random), b = Random(random), sum = new();
        sum.Add(a);
        sum.Add(b);
        sum.Subtract(b);
        sum.Compact();

        Assert.Equal(a.Count, sum.Count);
        for (var i = 0; i < a.Count; i++)
            Assert.Equal(a.Values[i], sum[a.Keys[i]]);
    }

    private static Cube Random(Random random)
    {
        var cube = new Cube();
        for (var i = 0; i < 1_000; i++)
            cube.Change(new CellKey((ulong)random.Next(300))).Add(new CellValue { Events = 1, BandwidthBps = random.Next(), BandwidthSamples = 1 });
        return cube;
    }
}
