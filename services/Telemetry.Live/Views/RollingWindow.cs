namespace Telemetry.Live.Views;

/// <summary>
/// The sum of the last <paramref name="length"/> panes, the current one included, or of as many <paramref name="behind"/> panes
/// earlier: those with an index in (current − behind − length, current − behind]. Not thread-safe.
/// </summary>
internal sealed class RollingWindow(int length, int behind = 0)
{
    private const int CompactEvery = 12;
    private long _current = long.MinValue + int.MaxValue;
    private int _advances;

    public Tally Total { get; } = new();

    /// <summary>Whether the window covers the pane.</summary>
    public bool Covers(long index) => Covers(index, _current);

    /// <summary>Moves to a later pane: what leaves is taken out, what came early enters. Call it before the line itself moves.</summary>
    public void AdvanceTo(long current, PaneLine line)
    {
        foreach (var (index, pane) in line.Panes)
        {
            var covered = Covers(index);
            var willBe = Covers(index, current);
            if (covered && !willBe)
                Total.Subtract(pane);
            else if (willBe && !covered)
                Total.Add(pane);
        }
        _current = current;
        if (++_advances % CompactEvery == 0)
            Total.Compact();
    }

    private bool Covers(long index, long current) => index > current - behind - length && index <= current - behind;
}
