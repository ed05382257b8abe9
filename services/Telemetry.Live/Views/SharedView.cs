using Telemetry.Domain.Filtering;
using Telemetry.Live.Rendering;

namespace Telemetry.Live.Views;

/// <summary>One filter and window with what it says now, shared by all who asked for it. See <see cref="LiveViews"/>.</summary>
internal sealed class SharedView
{
    private ViewState? _state;

    internal SharedView(FilteredView view, ViewRenderer renderer, EventFilter filter)
    {
        (View, Renderer, Filter) = (view, renderer, filter);
    }

    public EventFilter Filter { get; }

    public WindowLength Window => View.Window;

    /// <summary>The newest state; any thread may read it.</summary>
    public ViewState State
    {
        get => Volatile.Read(ref _state) ?? throw new InvalidOperationException("The view was handed out before its first state.");
        set => Volatile.Write(ref _state, value);
    }

    internal FilteredView View { get; set; }

    internal ViewRenderer Renderer { get; }

    internal int Users { get; set; }

    /// <summary>Since when nobody has used it, Unix ms.</summary>
    internal long UnusedSinceMs { get; set; }
}
