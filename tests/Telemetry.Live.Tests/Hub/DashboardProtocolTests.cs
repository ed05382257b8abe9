using FsCheck;
using FsCheck.Fluent;
using Telemetry.Live.Hub;
using Telemetry.Live.Tests.Samples;

namespace Telemetry.Live.Tests.Hub;

/// <summary>Whatever a client misses or gets late, its updates add up to what a new client is told.</summary>
public sealed class DashboardProtocolTests
{
    private static readonly string[] Types = ["heartbeat", "start", "error", "stop"];

    [Fact]
    public void Updates_add_up_to_the_full_state() =>
        Prop.ForAll<int>(seed => Run(new Random(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static void Run(Random random)
    {
        var rig = new LiveRig(new HubOptions { MaxPlaces = 4 });
        var clients = Enumerable.Range(0, 3).Select(_ => (Known: new ReceivedDashboard(), rig.WatchDashboard().Stream)).ToList();
        for (var step = 0; step < 60; step++)
        {
            if (random.Next(3) > 0)
                rig.Count([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Message(random))]);
            if (random.Next(4) == 0)
                clients[0].Stream.Block();
            if (random.Next(3) == 0)
                clients[0].Stream.Release();
            rig.Pass(random.Next(5, 200));
            if (random.Next(20) == 0)
            {
                clients[0].Stream.Release(); // or it would be ended
                SkipTime(rig, random.Next(400_000));
            }
            foreach (var (known, stream) in clients)
                Take(known, stream);
        }
        clients[0].Stream.Release();
        rig.Pass(12_000); // nothing changes by itself any more but who is watching
        var fresh = new ReceivedDashboard();
        var newcomer = rig.WatchDashboard().Stream;
        rig.Pass(100);
        Take(fresh, newcomer);
        foreach (var (known, stream) in clients)
        {
            Take(known, stream);
            Assert.Equal(fresh.State, known.State);
            Assert.Equal(fresh.Places, known.Places);
        }
        Assert.InRange(fresh.Places.Count(), 0, 4);
    }

    private static void SkipTime(LiveRig rig, int milliseconds)
    {
        rig.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        rig.Pass(100);
    }

    private static void Take(ReceivedDashboard known, RecordingStream<V1.DashboardUpdate> stream)
    {
        foreach (var update in stream.Messages)
            known.Take(update);
        stream.Frames.Clear();
    }

    private static Message Message(Random random) => new()
    {
        CustomerId = $"CUST_{random.Next(30)}",
        SessionId = $"S{random.Next(40)}",
        TitleId = $"T{random.Next(20)}",
        EventType = Types[random.Next(Types.Length)],
        City = $"City {random.Next(8)}",
        DeviceType = random.Next(2) == 0 ? "mobile" : "tv",
        StartupTimeMs = random.Next(3) == 0 ? random.Next(3_000) : null,
    };
}
