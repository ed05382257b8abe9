using System.Globalization;
using Google.Protobuf.Collections;
using Telemetry.Domain.Filtering;
using Telemetry.Grpc.Errors;
using Telemetry.Live.Feed;
using Telemetry.Live.Hub;
using Telemetry.Live.Views;
using Telemetry.V1;

namespace Telemetry.Live.Services;

/// <summary>Reads requests and collects everything that is wrong with one, so that its sender learns it at once.</summary>
internal sealed class Requests
{
    private const int MaxValues = 64, MaxCharacters = 128, MaxReplay = 500, MaxSeconds = 86_400;
    private readonly List<FieldViolation> _violations = [];

    /// <summary>The filter; one that is absent lets everything pass.</summary>
    public EventFilter Filter(Filter? filter) => filter is null ? EventFilter.All : new EventFilter
    {
        DeviceTypes = Values(filter.DeviceTypes, "device_types"),
        Qualities = Values(filter.Qualities, "qualities"),
        Countries = Values(filter.Countries, "countries"),
        States = Values(filter.States, "states"),
        Cities = Values(filter.Cities, "cities"),
        EventTypes = Values(filter.EventTypes, "event_types"),
        TenantIds = Values(filter.TenantIds, "tenant_ids"),
    };

    public WindowLength Window(Window window)
    {
        switch (window)
        {
            case V1.Window.Unspecified or V1.Window._5Minutes:
                return WindowLength.FiveMinutes;
            case V1.Window._1Minute:
                return WindowLength.OneMinute;
            case V1.Window._1Hour:
                return WindowLength.OneHour;
            default:
                Add("window", Text((int)window), "a value of telemetry.v1.Window: 0 to 3");
                return default;
        }
    }

    /// <summary>The wish for events; null when no feed is asked for.</summary>
    public FeedWish? Feed(EventFeedOptions? feed, EventFilter filter)
    {
        if (feed is null)
            return null;
        if (TooLong(feed.Search))
            Add("feed.search", $"{feed.Search.Length} characters long", $"at most {MaxCharacters} characters");
        if (feed.MaxEventsPerSecond > int.MaxValue)
            Add("feed.max_events_per_second", Text(feed.MaxEventsPerSecond), $"at most {int.MaxValue}");
        if (feed.Replay > MaxReplay)
            Add("feed.replay", Text(feed.Replay), $"at most {MaxReplay}");
        return new FeedWish(filter, feed.Search, (int)Math.Min(feed.MaxEventsPerSecond, int.MaxValue));
    }

    public SeriesRequest Series(GetSeriesRequest request, Caller caller)
    {
        var filter = caller.Confine(Filter(request.Filter));
        if (request.Metric is Metric.Unspecified || !Enum.IsDefined(request.Metric))
            Add("metric", Text((int)request.Metric), "a value of telemetry.v1.Metric: 1 to 9");
        if (request.RangeSeconds is < 5 or > MaxSeconds)
            Add("range_seconds", Text(request.RangeSeconds), $"5 to {MaxSeconds}");
        if (request.Metric is Metric.StartupP50Ms or Metric.StartupP95Ms && request.RangeSeconds > 3_600)
            Add("range_seconds", Text(request.RangeSeconds), "at most 3600 for start-up times: beyond an hour only counts and sums are kept");
        var pane = request.RangeSeconds switch
        {
            <= 300 => 5u,
            <= 3_600 => 60u,
            _ => 3_600u,
        };
        var step = request.StepSeconds == 0 ? pane : request.StepSeconds;
        if (step % pane != 0 || step > Math.Max(request.RangeSeconds, pane))
            Add("step_seconds", Text(request.StepSeconds), $"a multiple of {pane} up to the range, or 0: a range of {request.RangeSeconds} s is kept in panes of {pane} s");
        if (request.Metric == Metric.ActiveViewers && !filter.Equals(EventFilter.All))
            Add("filter", caller.Scope.IsEvery ? "set" : $"confined to {caller.Scope}", "no filter: active viewers over time are kept for all events only");
        return new SeriesRequest(request.Metric, (int)request.RangeSeconds, (int)step, (int)pane, filter);
    }

    /// <summary>Ends the reading.</summary>
    /// <exception cref="InvalidArgumentException">Something was wrong.</exception>
    public void Check()
    {
        if (_violations.Count > 0)
            throw new InvalidArgumentException(_violations);
    }

    private RepeatedField<string> Values(RepeatedField<string> values, string name)
    {
        if (values.Count > MaxValues)
            Add($"filter.{name}", $"{values.Count} values", $"at most {MaxValues}");
        for (var i = 0; i < Math.Min(values.Count, MaxValues); i++)
        {
            if (TooLong(values[i]))
                Add($"filter.{name}[{i}]", $"{values[i].Length} characters long", $"at most {MaxCharacters} characters");
            else if (values[i].AsSpan().ContainsAnyInRange('\0', '\u001f'))
                Add($"filter.{name}[{i}]", "text with control characters", "text without them");
        }
        return values;
    }

    private static bool TooLong(string text) => text.Length > MaxCharacters && text.EnumerateRunes().Count() > MaxCharacters;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Add(string field, string found, string expected) => _violations.Add(new FieldViolation(field, found, expected));
}
