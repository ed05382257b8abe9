using System.Numerics;

namespace Telemetry.Lake.Tables;

/// <summary>
/// Rows of one day and tenant that become a file. They lie in pages small enough for the garbage collector's ordinary heap, so that a
/// list that grows copies nothing but its first page, which begins small, and leaves no large arrays behind. Not safe for two threads at a time.
/// </summary>
public sealed class EventRows
{
    private const int PageBits = 8, PageSize = 1 << PageBits, SmallestPage = 4;
    private readonly List<EventRow[]> _pages = [];

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>A row, from 0 to before <see cref="Count"/>.</summary>
    public ref EventRow this[int index] => ref _pages[index >> PageBits][index & (PageSize - 1)];

    /// <summary>Adds a row.</summary>
    public void Add(in EventRow row)
    {
        Grow(1);
        this[Count - 1] = row;
    }

    /// <summary>Adds empty rows, to be filled.</summary>
    internal void Grow(int rows)
    {
        Count += rows;
        if (Count <= PageSize || _pages is [{ Length: < PageSize }])
            GrowFirst();
        while (_pages.Count << PageBits < Count)
            _pages.Add(new EventRow[PageSize]);
    }

    private void GrowFirst()
    {
        var first = _pages.Count > 0 ? _pages[0] : [];
        if (Count <= first.Length)
            return;
        Array.Resize(ref first, Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)Count), SmallestPage, PageSize));
        if (_pages.Count == 0)
            _pages.Add(first);
        else
            _pages[0] = first;
    }
}
