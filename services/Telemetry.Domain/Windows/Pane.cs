using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Sketches;
using Telemetry.Domain.Titles;

namespace Telemetry.Domain.Windows;

/// <summary>
/// What is known of one stretch of event time: a cube, and for each tenant sketches of bandwidth (Mbit/s) and start-up
/// time (ms), and the heavy hitters among (tenant, title). Once it takes no event any more it may be put away in a small form
/// (<see cref="PutAway"/>), out of which it comes by itself when somebody reads it. Not thread-safe.
/// </summary>
/// <param name="index">Index of the stretch: see <see cref="PaneTime"/>.</param>
/// <param name="limits">Caps of its parts.</param>
public sealed class Pane(long index, PaneLimits limits)
{
    private Content? _content = new(limits); // null while it is put away

    public long Index => index;

    /// <summary>The small form that the pane is put away in; null while it is whole.</summary>
    public IPackedPane? Packed { get; private set; }

    public Cube Cells => Whole.Cells;

    /// <summary>Events by <see cref="TitleKey"/>.</summary>
    public FrequentItems Titles => Whole.Titles;

    /// <summary>Sketches by id of the tenant.</summary>
    public IReadOnlyDictionary<int, TenantSketches> Sketches => Whole.Sketches;

    /// <summary>Whether cells changed since the last <see cref="TakeChanges"/>.</summary>
    public bool HasChanges => _content is { } content && content.Cells.Changes.Length > 0;

    /// <summary>Whether titles or sketches changed since <see cref="TakeChanges"/> last included them.</summary>
    public bool HasNewSummaries { get; private set; }

    private Content Whole => _content ?? Unpack();

    /// <summary>Counts an event, which added <paramref name="watchedMs"/> to what its session has watched; false when the cube is full and the event went to the place "other".</summary>
    public bool Count(in TelemetryEvent e, long watchedMs)
    {
        var content = Whole;
        var key = e.Cell;
        var fits = content.Cells.Count < limits.Cells || content.Cells.Contains(key);
        content.Cells.Change(fits ? key : key.WithoutPlace()).Count(e, watchedMs);
        HasNewSummaries = true;
        content.Titles.Add(TitleKey(key.Tenant, e.Title));
        if (e.BandwidthBps >= 0)
            content.SketchesOf(key.Tenant).BandwidthMbps.Add(e.BandwidthBps * 1e-6);
        if (e.StartupMs >= 0)
            content.SketchesOf(key.Tenant).StartupMs.Add(e.StartupMs);
        return fits;
    }

    /// <summary>
    /// Keeps the pane in a small form instead of whole: a tenth of the memory. Only for a pane all of whose changes were taken: what changed since
    /// would be forgotten as changed.
    /// </summary>
    /// <exception cref="InvalidOperationException">Changes of the pane have not been taken.</exception>
    public void PutAway(IPackedPane packed)
    {
        if (HasChanges || HasNewSummaries)
            throw new InvalidOperationException($"Pane {index} has changes that nobody has taken; it can't be put away.");
        (_content, Packed) = (null, packed);
    }

    /// <summary>Adds all that another pane holds: rolls fine panes up into a coarse one.</summary>
    public void Add(Pane other)
    {
        Cells.Add(other.Cells);
        Titles.Merge(other.Titles);
        foreach (var (tenant, sketches) in other.Sketches)
            SketchesOf(tenant).Add(sketches);
    }

    /// <summary>Takes all that the pane holds for changed.</summary>
    public void MarkChanged()
    {
        Cells.MarkChanged();
        HasNewSummaries = true;
    }

    /// <summary>Takes nothing for changed.</summary>
    public void ClearChanges()
    {
        _content?.Cells.ClearChanges();
        HasNewSummaries = false;
    }

    /// <summary>The cells that changed since the last call and, if asked for and new, copies of titles and sketches.</summary>
    public PaneDelta TakeChanges(bool withSummaries)
    {
        var cells = new KeyValuePair<CellKey, CellValue>[Cells.Changes.Length];
        var at = 0;
        foreach (var changed in Cells.Changes)
            cells[at++] = new(Cells.Keys[changed], Cells.Values[changed]);
        Cells.ClearChanges();
        if (!withSummaries || !HasNewSummaries)
            return new PaneDelta(index, cells, Titles: null, Sketches: null);
        HasNewSummaries = false;
        return new PaneDelta(index, cells, Titles.Copy(), Sketches.ToDictionary(entry => entry.Key, entry => entry.Value.Copy()));
    }

    /// <summary>One number for a tenant's title.</summary>
    public static long TitleKey(int tenant, int title) => ((long)tenant << 32) | (uint)title;

    /// <summary>A tenant's sketches for changing; they are made when there are none.</summary>
    public TenantSketches SketchesOf(int tenant) => Whole.SketchesOf(tenant);

    private Content Unpack()
    {
        var pane = Packed!.Unpack();
        Packed = null;
        return _content = pane.Whole;
    }

    private sealed class Content(PaneLimits limits)
    {
        private readonly Dictionary<int, TenantSketches> _sketches = [];
        private int _lastTenant = -1;
        private TenantSketches? _lastSketches;

        public Cube Cells { get; } = new();

        public FrequentItems Titles { get; } = new(limits.Titles);

        public IReadOnlyDictionary<int, TenantSketches> Sketches => _sketches;

        public TenantSketches SketchesOf(int tenant)
        {
            if (tenant == _lastTenant)
                return _lastSketches!;
            if (!_sketches.TryGetValue(tenant, out var sketches))
                _sketches.Add(tenant, sketches = new TenantSketches());
            _lastTenant = tenant;
            return _lastSketches = sketches;
        }
    }
}

/// <summary>What a pane holds, in a small form.</summary>
public interface IPackedPane
{
    /// <summary>A pane that holds it, of which nothing counts as changed. Whoever gets it may keep its parts.</summary>
    Pane Unpack();
}

/// <summary>A tenant's distributions within a pane.</summary>
public sealed class TenantSketches
{
    public QuantileSketch BandwidthMbps { get; init; } = new();

    public QuantileSketch StartupMs { get; init; } = new();

    /// <summary>Adds the values of another.</summary>
    public void Add(TenantSketches other)
    {
        BandwidthMbps.Add(other.BandwidthMbps);
        StartupMs.Add(other.StartupMs);
    }

    /// <summary>Takes out what was added before.</summary>
    public void Subtract(TenantSketches other)
    {
        BandwidthMbps.Subtract(other.BandwidthMbps);
        StartupMs.Subtract(other.StartupMs);
    }

    /// <summary>A copy that shares nothing.</summary>
    public TenantSketches Copy() => new() { BandwidthMbps = BandwidthMbps.Copy(), StartupMs = StartupMs.Copy() };
}

/// <summary>Caps of a pane.</summary>
public sealed record PaneLimits
{
    /// <summary>Cells of the cube before new places fold into "other". Default: 65,536.</summary>
    public int Cells { get; init; } = 65_536;

    /// <summary>Titles that are counted exactly; see <see cref="FrequentItems"/>. Default: 512.</summary>
    public int Titles { get; init; } = 512;
}
