using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Vocabulary;
using Telemetry.Grpc.Errors;
using Telemetry.Ingestion;
using Telemetry.Live.Audience;
using Telemetry.Live.Hub;
using Telemetry.Live.Rendering;
using Telemetry.V1;

namespace Telemetry.Live.Views;

/// <summary>
/// The live view and the views of all filters in use, made on demand and dropped a while after their last user. Deltas are queued
/// by the partitions and applied at each <see cref="Turn"/>; states are published at most every
/// <see cref="HubOptions.StateIntervalMs"/> and only when they changed. Safe for any number of threads.
/// </summary>
internal sealed class LiveViews : IAggregateSink
{
    // A partition that is ahead by more than this applies deltas itself, so the queue's memory is bounded.
    private const int LongestQueue = 4_096;
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<Action<LiveView>> _inputs = new();
    private readonly Dictionary<(string Filter, WindowLength Window), SharedView> _views = [];
    private readonly Dictionary<string, FilterViewers> _filters = [];
    private readonly HubOptions _options;
    private readonly TimeProvider _time;
    private readonly IngestionStatus? _ingestion;
    private LiveView _live;
    private readonly ViewerSeries _viewerSeries = new();
    private byte[] _health = [];
    private long _version, _renderedMs;
    private bool _hasState = true;

    private sealed class FilterViewers(CellMatcher matcher, ViewerCounts viewers)
    {
        public CellMatcher Matcher => matcher;

        public ViewerCounts Viewers { get; set; } = viewers;

        public int Views { get; set; }
    }

    public LiveViews(Vocabularies vocabularies, TimeProvider time, IOptions<HubOptions> options, IngestionStatus? ingestion = null)
    {
        (_time, _options, _ingestion) = (time, options.Value, ingestion);
        _live = new LiveView(vocabularies, LiveViewLimits.Default, NowMs);
        // Viewers without a filter are always counted, for their series.
        FilterOf(EventFilter.All).Views++;
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc cref="LiveView.FoldedPlaces"/>
    public long FoldedPlaces
    {
        get
        {
            lock (_gate)
                return _live.FoldedPlaces;
        }
    }

    /// <summary>A view that knows nothing yet, to be filled and handed to <see cref="Replace"/>.</summary>
    public LiveView NewView() => new(_live.Vocabularies, LiveViewLimits.Default, NowMs);

    /// <summary>Answers nobody until <see cref="Replace"/> brings a state: nothing is known, and zero would be wrong.</summary>
    public void AwaitState() => _hasState = false;

    /// <summary>
    /// Continues with another view, which is the caller's no more. Subscribers keep their streams; what is different goes to them
    /// as changes.
    /// </summary>
    public void Replace(LiveView fresh)
    {
        lock (_gate)
        {
            fresh.AdvanceTo(NowMs);
            _live = fresh;
            foreach (var (filter, viewers) in _filters)
                viewers.Viewers = fresh.AddViewers(viewers.Matcher);
            foreach (var (key, shared) in _views)
                shared.View = new FilteredView(fresh, _filters[key.Filter].Matcher, key.Window, _filters[key.Filter].Viewers);
            _hasState = true;
        }
    }

    /// <summary>How far the numbers are with a partition; null when nothing is known of it.</summary>
    public ViewPosition? PositionOf(int partition) => Volatile.Read(ref _live).PositionOf(partition);

    /// <summary>A partition exists, whether or not anything is known of it.</summary>
    public void Expect(int partition) => Enqueue(live => live.Expect(partition));

    /// <summary>Takes a delta of an owner elsewhere; <paramref name="missing"/> is called when deltas before it are missing.</summary>
    public void Publish(PartitionDelta delta, Action<PartitionDelta> missing) => Enqueue(live =>
    {
        if (live.Apply(delta) == DeltaOutcome.Gap)
            missing(delta);
    });

    public void PartitionStarted(int partition, long epoch) => Enqueue(live => live.Start(partition, epoch));

    public void Publish(PartitionDelta delta) => Enqueue(live => live.Apply(delta));

    public void PartitionStopped(int partition) => Enqueue(live => live.Stop(partition));

    /// <summary>Applies what has come, moves the time, and publishes new states when it is time for them.</summary>
    public void Turn()
    {
        lock (_gate)
        {
            ApplyInputs();
            _live.AdvanceTo(NowMs);
            _viewerSeries.Sample(_live.NowMs, _filters[EventFilter.All.Canonical].Viewers.ActiveViewers);
            if (_live.NowMs - _renderedMs < _options.StateIntervalMs)
                return;
            _renderedMs = _live.NowMs;
            DropUnused(_live.NowMs - _options.UnusedViewMs);
            if (_views.Count > 0)
                RenderAll();
        }
    }

    /// <summary>The view of a filter and window, with a state that is up to date and newer than any that was published.</summary>
    /// <exception cref="LimitReachedException">The node serves as many different filters as it may.</exception>
    /// <exception cref="UnavailableException">The node knows nothing yet.</exception>
    public SharedView Open(EventFilter filter, WindowLength window)
    {
        lock (_gate)
        {
            ThrowIfStateless();
            ApplyInputs();
            _live.AdvanceTo(NowMs);
            var key = (filter.Canonical, window);
            if (!_views.TryGetValue(key, out var view))
            {
                MakeRoom();
                var viewers = FilterOf(filter);
                viewers.Views++;
                view = new SharedView(new FilteredView(_live, viewers.Matcher, window, viewers.Viewers), new ViewRenderer(_options.MaxPlaces), filter);
                _views.Add(key, view);
            }
            view.Users++;
            RenderHealth();
            Render(view, ++_version, always: true);
            return view;
        }
    }

    /// <summary>Gives back a view that <see cref="Open"/> handed out.</summary>
    public void Close(SharedView view)
    {
        lock (_gate)
        {
            view.Users--;
            view.UnusedSinceMs = NowMs;
        }
    }

    /// <summary>One metric over time; <paramref name="request"/> has been validated.</summary>
    /// <exception cref="UnavailableException">The node knows nothing yet.</exception>
    public GetSeriesResponse Series(SeriesRequest request)
    {
        lock (_gate)
        {
            ThrowIfStateless();
            ApplyInputs();
            _live.AdvanceTo(NowMs);
            return new SeriesQuery(_live, _viewerSeries).Run(request);
        }
    }

    private void Enqueue(Action<LiveView> input)
    {
        _inputs.Enqueue(input);
        if (_inputs.Count <= LongestQueue)
            return;
        lock (_gate)
            ApplyInputs();
    }

    private void ThrowIfStateless()
    {
        if (!_hasState)
            throw new UnavailableException("This node has started and does not know the numbers yet. Connect to another one, or try again.", TimeSpan.FromSeconds(1));
    }

    private void ApplyInputs()
    {
        while (_inputs.TryDequeue(out var input))
            input(_live);
    }

    private FilterViewers FilterOf(EventFilter filter)
    {
        if (!_filters.TryGetValue(filter.Canonical, out var viewers))
        {
            var matcher = new CellMatcher(filter, _live.Vocabularies);
            _filters.Add(filter.Canonical, viewers = new FilterViewers(matcher, _live.AddViewers(matcher)));
        }
        return viewers;
    }

    private void MakeRoom()
    {
        if (_views.Count < _options.MaxViews)
            return;
        DropUnused(long.MaxValue);
        if (_views.Count >= _options.MaxViews)
            throw new LimitReachedException("node", $"This node serves {_options.MaxViews:N0} different filters, which is its limit. Use one that is in use, or try again later.", TimeSpan.FromSeconds(5));
    }

    private void DropUnused(long sinceMs)
    {
        foreach (var (key, view) in _views)
        {
            if (view.Users > 0 || view.UnusedSinceMs > sinceMs)
                continue;
            _views.Remove(key);
            var viewers = _filters[key.Filter];
            if (--viewers.Views > 0)
                continue;
            _filters.Remove(key.Filter);
            _live.RemoveViewers(viewers.Viewers);
        }
    }

    private void RenderHealth() => _health = PartBytes.Of(DashboardUpdate.HealthFieldNumber, HealthCounters.Of(_live, _ingestion));

    private void RenderAll()
    {
        RenderHealth();
        _version++;
        foreach (var view in _views.Values)
        {
            if (view.Users > 0)
                Render(view, _version, always: false);
        }
    }

    private void Render(SharedView view, long version, bool always)
    {
        view.View.Refresh();
        if (view.Renderer.Render(view.View, _health, version) is { } state)
            view.State = state;
        else if (always)
            view.State = view.State.At(version, _live.NowMs);
    }
}
