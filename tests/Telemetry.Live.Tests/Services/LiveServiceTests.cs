using Grpc.Core;
using Telemetry.Live.Tests.Hub;
using Telemetry.Live.Tests.Samples;
using Telemetry.V1;

namespace Telemetry.Live.Tests.Services;

public sealed class LiveServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dashboard_follows_what_is_counted(bool web)
    {
        await using var host = await LiveHost.StartAsync();
        host.Count(new Message { EventType = "start", StartupTimeMs = 800 });
        using var call = (web ? host.Web : host.Grpc).WatchDashboard(new WatchDashboardRequest { Feed = new EventFeedOptions() });
        var known = new ReceivedDashboard();
        var first = await call.ResponseStream.NextAsync();
        known.Take(first);
        Assert.True(first.Full);

        host.Count(new Message { CustomerId = "CUST_2", SessionId = "S2", EventId = "seen" });

        var events = 0;
        await call.ResponseStream.FirstAsync(update =>
        {
            known.Take(update);
            events += update.Events?.Events.Count ?? 0;
            return known.State.Viewers.ActiveViewers == 2 && events == 1;
        });
        Assert.Equal((2, 1), (known.State.Metrics.Events, known.State.Metrics.StartupSamples));
        Assert.InRange(known.State.Metrics.StartupP50Ms, 792, 808);
        Assert.Equal(2, Assert.Single(known.Places).ActiveViewers);
    }

    [Fact]
    public async Task A_snapshot_says_what_a_full_update_would()
    {
        await using var host = await LiveHost.StartAsync();
        host.Count(new Message(), new Message { EventType = "error", Country = "Germany", State = null, City = null });

        var all = await host.Grpc.GetSnapshotAsync(new GetSnapshotRequest(), cancellationToken: Token);
        var german = await host.Web.GetSnapshotAsync(
            new GetSnapshotRequest { Filter = new Filter { Countries = { "Germany" } }, Window = Window._1Minute }, cancellationToken: Token);

        Assert.True(all.Full);
        Assert.Equal((2, 1, 50.0), (all.Metrics.Events, all.Metrics.Errors, all.Metrics.ErrorRatePercent));
        Assert.Equal((1, Window._1Minute), (german.Metrics.Events, german.Metrics.Window));
        Assert.Equal(0, german.Viewers.ActiveViewers);
        Assert.Equal(34.0522, all.Geo.Places.Single(place => place.City == "Los Angeles").Latitude);
        Assert.Equal(2, all.Health.Counted);
    }

    [Fact]
    public async Task UpdateFilter_changes_a_running_dashboard()
    {
        await using var host = await LiveHost.StartAsync();
        host.Count(new Message(), new Message { DeviceType = "tv" });
        using var call = host.Grpc.WatchDashboard(new WatchDashboardRequest());
        var first = await call.ResponseStream.NextAsync();

        await host.Grpc.UpdateFilterAsync(
            new UpdateFilterRequest { SubscriptionId = first.SubscriptionId, Filter = new Filter { DeviceTypes = { "tv" } } }, cancellationToken: Token);

        var full = await call.ResponseStream.FirstAsync(update => update.Full);
        Assert.Equal(1, full.Metrics.Events);
    }

    [Fact]
    public async Task WatchEvents_filters_and_searches()
    {
        await using var host = await LiveHost.StartAsync();
        using var call = host.Web.WatchEvents(new WatchEventsRequest
        {
            Filter = new Filter { DeviceTypes = { "tv" } }, Feed = new EventFeedOptions { Search = "berlin" },
        });
        await Reading.UntilAsync(() => host.Streams == 1);
        var batch = call.ResponseStream.NextAsync();
        while (!batch.IsCompleted)
        {
            // Repeated, as the stream begins at a moment that it does not tell.
            host.Count(new Message { City = "Berlin" }, new Message { DeviceType = "tv" }, new Message { DeviceType = "tv", City = "Berlin", EventId = "wanted" });
            await Task.WhenAny(batch, Task.Delay(20, Token));
        }

        Assert.All((await batch).Events, e => Assert.StartsWith("wanted", e.EventId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_series_has_a_point_for_each_step()
    {
        await using var host = await LiveHost.StartAsync();
        host.Count(new Message(), new Message { EventType = "error" });

        var rate = await host.Grpc.GetSeriesAsync(new GetSeriesRequest { Metric = Metric.ErrorRatePercent, RangeSeconds = 300 }, cancellationToken: Token);
        var events = await host.Grpc.GetSeriesAsync(new GetSeriesRequest { Metric = Metric.Events, RangeSeconds = 3_600, StepSeconds = 300 }, cancellationToken: Token);
        var viewers = await host.Grpc.GetSeriesAsync(new GetSeriesRequest { Metric = Metric.ActiveViewers, RangeSeconds = 86_400 }, cancellationToken: Token);

        Assert.Equal(("%", 5u, 60), (rate.Unit, rate.StepSeconds, rate.Points.Count));
        Assert.Equal(50, rate.Points.Single(point => point.HasValue).Value);
        Assert.Equal(("events", 300u, 12), (events.Unit, events.StepSeconds, events.Points.Count));
        Assert.Equal(2, events.Points.Sum(point => point.Value));
        Assert.Equal(("viewers", 3_600u, 24), (viewers.Unit, viewers.StepSeconds, viewers.Points.Count));
    }

    [Fact]
    public async Task A_series_is_unknown_before_anything_was_counted_and_zero_after_it_in_a_quiet_step()
    {
        await using var host = await LiveHost.StartAsync();
        host.Count(new Message { EventTimestamp = TimeProvider.System.GetUtcNow().AddSeconds(-30) });

        var events = await host.Grpc.GetSeriesAsync(new GetSeriesRequest { Metric = Metric.EventsPerSecond, RangeSeconds = 300 }, cancellationToken: Token);

        var first = events.Points.ToList().FindIndex(point => point.HasValue);
        Assert.InRange(first, 52, 54);
        Assert.Equal(0.2, events.Points[first].Value);
        Assert.All(events.Points.Skip(first + 1), point => Assert.True(point is { HasValue: true, Value: 0 }));
    }

    [Fact]
    public async Task Stalled_and_watched_time_make_the_rebuffering_ratio_of_windows_and_series()
    {
        await using var host = await LiveHost.StartAsync();
        host.Count(
            new Message { EventType = "start", WatchDurationSeconds = 0, StartupTimeMs = 1_000 },
            new Message { WatchDurationSeconds = 20 },
            new Message { EventType = "buffer", WatchDurationSeconds = 25, BufferingDurationMs = 500 });

        var snapshot = await host.Grpc.GetSnapshotAsync(new GetSnapshotRequest(), cancellationToken: Token);
        var ratio = await host.Grpc.GetSeriesAsync(new GetSeriesRequest { Metric = Metric.RebufferingRatioPercent, RangeSeconds = 300 }, cancellationToken: Token);
        var startup = await host.Grpc.GetSeriesAsync(new GetSeriesRequest { Metric = Metric.StartupP95Ms, RangeSeconds = 3_600 }, cancellationToken: Token);

        Assert.Equal((25_000, 500, 2.0), (snapshot.Metrics.WatchedMs, snapshot.Metrics.BufferingDurationMs, snapshot.Metrics.RebufferingRatioPercent));
        Assert.Null(snapshot.Metrics.Before);
        Assert.Equal(("%", 2.0), (ratio.Unit, ratio.Points.Single(point => point.HasValue).Value));
        Assert.Equal(("ms", 60), (startup.Unit, startup.Points.Count));
        Assert.InRange(startup.Points.Single(point => point.HasValue).Value, 990, 1_010);
    }

    [Fact]
    public async Task A_wrong_request_is_told_everything_that_is_wrong()
    {
        await using var host = await LiveHost.StartAsync();
        var filter = new Filter { Countries = { new string('x', 129) } };
        filter.Cities.Add(Enumerable.Range(0, 65).Select(i => $"{i}"));

        var failure = await host.Grpc.WatchDashboard(new WatchDashboardRequest
        {
            Filter = filter, Window = (Window)9, Feed = new EventFeedOptions { Replay = 501, Search = new string('y', 129) },
        }).ResponseStream.FailureAsync();

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        var fields = failure.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field);
        Assert.Equal(["filter.countries[0]", "filter.cities", "window", "feed.search", "feed.replay"], fields);
    }

    [Theory]
    [InlineData(Metric.Unspecified, 60, 0, "metric")]
    [InlineData(Metric.Events, 4, 0, "range_seconds")]
    [InlineData(Metric.Events, 300, 7, "step_seconds")]
    [InlineData(Metric.Events, 3_600, 30, "step_seconds")]
    [InlineData(Metric.Events, 7_200, 60, "step_seconds")]
    [InlineData(Metric.StartupP95Ms, 7_200, 0, "range_seconds")]
    [InlineData((Metric)10, 300, 0, "metric")]
    public async Task A_series_that_is_not_kept_is_refused(Metric metric, uint range, uint step, string field)
    {
        await using var host = await LiveHost.StartAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Grpc.GetSeriesAsync(new GetSeriesRequest { Metric = metric, RangeSeconds = range, StepSeconds = step }, cancellationToken: Token));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Contains(field, failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_subscription_is_not_found()
    {
        await using var host = await LiveHost.StartAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Web.UpdateFilterAsync(new UpdateFilterRequest { SubscriptionId = "gone" }, cancellationToken: Token));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task The_stream_beyond_the_cap_is_refused_until_another_ends()
    {
        await using var host = await LiveHost.StartAsync(options => options.MaxStreams = 2);
        using var first = host.Grpc.WatchDashboard(new WatchDashboardRequest());
        using var second = host.Web.WatchDashboard(new WatchDashboardRequest());
        await first.ResponseStream.NextAsync();
        await second.ResponseStream.NextAsync();

        var refused = await host.Grpc.WatchEvents(new WatchEventsRequest()).ResponseStream.FailureAsync();
        first.Dispose();
        await Reading.UntilAsync(() => host.Streams == 1);
        using var third = host.Grpc.WatchDashboard(new WatchDashboardRequest());

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("All 2 streams of this node", refused.Status.Detail, StringComparison.Ordinal);
        Assert.True((await third.ResponseStream.NextAsync()).Full);
    }

    [Fact]
    public async Task The_cap_of_an_address_is_its_own()
    {
        await using var host = await LiveHost.StartAsync(options => options.MaxStreamsPerAddress = 1);
        using var first = host.Grpc.WatchDashboard(new WatchDashboardRequest());
        await first.ResponseStream.NextAsync();

        var refused = await host.Web.WatchDashboard(new WatchDashboardRequest()).ResponseStream.FailureAsync();

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("127.0.0.1", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deadline_ends_the_stream(bool web)
    {
        await using var host = await LiveHost.StartAsync();
        using var call = (web ? host.Web : host.Grpc).WatchDashboard(new WatchDashboardRequest(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1));

        var failure = await call.ResponseStream.FailureAsync();
        await Reading.UntilAsync(() => host.Streams == 0);

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_goes_leaves_nothing_behind(bool web)
    {
        await using var host = await LiveHost.StartAsync();
        var call = (web ? host.Web : host.Grpc).WatchDashboard(new WatchDashboardRequest());
        await call.ResponseStream.NextAsync();

        call.Dispose();

        await Reading.UntilAsync(() => host.Streams == 0);
    }

    [Fact]
    public async Task A_host_that_stops_sends_its_subscribers_elsewhere()
    {
        await using var host = await LiveHost.StartAsync();
        using var call = host.Grpc.WatchDashboard(new WatchDashboardRequest());
        await call.ResponseStream.NextAsync();

        var stopped = host.StopAsync();

        Assert.Equal(StatusCode.Unavailable, (await call.ResponseStream.FailureAsync()).StatusCode);
        await stopped;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_stops_reading_is_cut_off_and_disturbs_nobody(bool web)
    {
        await using var host = await LiveHost.StartAsync(options => options.StallLimitMs = 1_000);
        using var stalled = (web ? host.Web : host.Grpc).WatchDashboard(new WatchDashboardRequest { Feed = new EventFeedOptions() });
        using var reading = host.Grpc.WatchDashboard(new WatchDashboardRequest { Feed = new EventFeedOptions() });
        await stalled.ResponseStream.NextAsync();
        await reading.ResponseStream.NextAsync();

        var counted = 0;
        while (host.Streams == 2)
        {
            var batch = Enumerable.Range(0, 2_000).Select(_ => new Message { ErrorCode = new string('x', 100), TitleId = new string('t', 100) }).ToArray();
            host.Count(batch);
            counted += batch.Length;
            var received = 0;
            await reading.ResponseStream.FirstAsync(update => (received += (update.Events?.Events.Count ?? 0) + (int)(update.Events?.Dropped ?? 0)) >= batch.Length);
        }

        Assert.Equal(StatusCode.ResourceExhausted, (await stalled.ResponseStream.FailureAsync()).StatusCode);
    }
}
