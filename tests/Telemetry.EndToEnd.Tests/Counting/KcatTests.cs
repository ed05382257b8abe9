using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using Telemetry.EndToEnd.Tests.Running;
using Telemetry.V1;

namespace Telemetry.EndToEnd.Tests.Counting;

/// <summary>Events from a client that nobody here wrote, through the running product to its subscribers.</summary>
public sealed class KcatTests(QuietAppHost host) : IClassFixture<QuietAppHost>
{
    private static readonly string[] Types =
        ["start", "heartbeat", "pause", "resume", "seek", "quality_change", "buffer", "error", "stop", "complete"];

    [Fact]
    public async Task One_event_of_each_type_is_in_the_feed_and_in_the_counts_and_the_original_example_is_late()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var channel = GrpcChannel.ForAddress(host.Process.Addresses.LiveGrpc);
        var client = new LiveService.LiveServiceClient(channel);
        using var watching = client.WatchDashboard(
            new WatchDashboardRequest { Feed = new EventFeedOptions(), Filter = new Filter { TenantIds = { "kcat" } } }, cancellationToken: patience.Token);
        Assert.True(await watching.ResponseStream.MoveNext(patience.Token));
        var before = watching.ResponseStream.Current;

        await ProduceAsync(Types.Select(type => Example(type, TimeProvider.System.GetUtcNow())).Append(Example("start", new DateTimeOffset(2025, 8, 11, 14, 30, 45, 123, TimeSpan.Zero))));

        var fed = new List<string>();
        Metrics? metrics = null;
        long late = 0;
        while (fed.Count < Types.Length || metrics?.Events != Types.Length || late == 0)
        {
            Assert.True(await watching.ResponseStream.MoveNext(patience.Token));
            var update = watching.ResponseStream.Current;
            fed.AddRange(update.Events?.Events.Select(e => e.EventType) ?? []);
            metrics = update.Metrics ?? metrics;
            late = (update.Health?.Late ?? before.Health.Late) - before.Health.Late;
        }
        Assert.Equal(Types, fed);
        Assert.Equal(Types.Order(), metrics.ByType.Where(each => each.Events == 1).Select(each => each.EventType).Order());
        Assert.Equal(1, metrics.Errors);
        Assert.Equal(1, late);
    }

    private static string Example(string type, DateTimeOffset at) =>
        $$"""
        {"event_id":"EVENT_{{type}}_{{at.Ticks}}","customer_id":"CUST_5e6f7g8h","title_id":"TITLE_9i0j1k2l","session_id":"SESSION_3m4n5o6p","event_type":"{{type}}","event_timestamp":"{{at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)}}","watch_duration_seconds":1800,"position_seconds":900,"completion_percentage":45.5,"device_type":"mobile","device_os":"iOS","quality":"HD","bandwidth_mbps":25.5,"buffering_events":2,"country":"United States","state":"California","city":"Los Angeles","tenant_id":"kcat"}
        """;

    private async Task ProduceAsync(IEnumerable<string> events)
    {
        var start = new ProcessStartInfo("kcat", ["-P", "-b", host.Process.Addresses.Kafka, "-t", "telemetry.events", "-k", "SESSION_3m4n5o6p"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using var kcat = Process.Start(start)!;
        foreach (var e in events)
            await kcat.StandardInput.WriteLineAsync(e);
        kcat.StandardInput.Close();
        var errors = await kcat.StandardError.ReadToEndAsync();
        await kcat.WaitForExitAsync();
        Assert.True(kcat.ExitCode == 0, errors);
    }
}
