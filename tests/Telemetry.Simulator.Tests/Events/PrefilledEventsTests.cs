using System.Text;
using System.Text.Json;
using Telemetry.Simulator.Events;

namespace Telemetry.Simulator.Tests.Events;

public sealed class PrefilledEventsTests
{
    [Fact]
    public void Generate_yields_that_many_distinct_events_spread_over_the_time()
    {
        var (from, until) = (Samples.Start, Samples.Start.AddSeconds(50));
        var times = new List<DateTimeOffset>();
        var ids = new HashSet<string>();
        foreach (var prefilled in PrefilledEvents.Generate(20_000, seed: 3, from, until))
        {
            using var json = JsonDocument.Parse(prefilled.Value);
            Assert.True(ids.Add(json.RootElement.GetProperty("event_id").GetString()!));
            Assert.Equal(Encoding.UTF8.GetString(prefilled.Key), json.RootElement.GetProperty("session_id").GetString());
            times.Add(json.RootElement.GetProperty("event_timestamp").GetDateTimeOffset());
        }
        Assert.Equal(20_000, ids.Count);
        Assert.Equal(times.Order(), times);
        Assert.InRange(times[0], from, from.AddSeconds(1));
        Assert.InRange(times[^1], until.AddSeconds(-1), until);
    }

    [Fact]
    public void Generate_is_deterministic()
    {
        var until = Samples.Start.AddMinutes(1);
        var first = PrefilledEvents.Generate(2_000, 3, Samples.Start, until).Select(prefilled => Encoding.UTF8.GetString(prefilled.Value));
        var second = PrefilledEvents.Generate(2_000, 3, Samples.Start, until).Select(prefilled => Encoding.UTF8.GetString(prefilled.Value));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Generate_refuses_no_events_and_no_time()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PrefilledEvents.Generate(0, 1, Samples.Start, Samples.Start.AddMinutes(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrefilledEvents.Generate(1, 1, Samples.Start, Samples.Start));
    }
}
