using Telemetry.Domain.Windows;

namespace Telemetry.Live.Views;

/// <summary>Active viewers without a filter, one sample for each pane of 5 s, for a day. Not thread-safe.</summary>
internal sealed class ViewerSeries
{
    private const int Samples = 24 * 60 * PaneTime.PanesPerMinute;
    private readonly int[] _viewers = new int[Samples];
    private readonly long[] _panes = new long[Samples];

    /// <summary>Takes the number at a time (Unix ms); the last one of a pane stays.</summary>
    public void Sample(long nowMs, int viewers)
    {
        var pane = PaneTime.PaneOf(nowMs);
        _viewers[pane % Samples] = viewers;
        _panes[pane % Samples] = pane;
    }

    /// <summary>The last sample from <paramref name="from"/> to before <paramref name="end"/> (indices of panes); null when there is none.</summary>
    public int? Last(long from, long end)
    {
        for (var pane = end - 1; pane >= from; pane--)
        {
            if (_panes[pane % Samples] == pane)
                return _viewers[pane % Samples];
        }
        return null;
    }
}
