namespace Telemetry.Live.Views;

/// <summary>
/// Panes of one length around the current one: <paramref name="back"/> before it, <paramref name="ahead"/> after it. Panes
/// that fall behind are emptied and used again, so that memory stays what the busiest stretch needed. Not thread-safe.
/// </summary>
internal sealed class PaneLine(int back, int ahead)
{
    private readonly Dictionary<long, Tally> _panes = [];
    private readonly Stack<Tally> _spare = new();

    /// <summary>Index of the pane that the present lies in.</summary>
    public long Current { get; private set; }

    /// <summary>Panes that hold anything, by index, in no order.</summary>
    public IReadOnlyDictionary<long, Tally> Panes => _panes;

    /// <summary>The pane for changing; null when it lies outside of the line.</summary>
    public Tally? Find(long index)
    {
        if (_panes.TryGetValue(index, out var pane))
            return pane;
        if (index < Current - back || index > Current + ahead)
            return null;
        pane = _spare.TryPop(out var spare) ? spare : new Tally();
        _panes.Add(index, pane);
        return pane;
    }

    /// <summary>Moves the present forward and lets go of the panes that fall behind.</summary>
    public void AdvanceTo(long current)
    {
        Current = current;
        foreach (var (index, pane) in _panes)
        {
            if (index >= current - back)
                continue;
            _panes.Remove(index); // allowed while enumerating since .NET Core 3.0
            pane.Clear();
            _spare.Push(pane);
        }
    }
}
