namespace Telemetry.Lake.Tables;

/// <summary>
/// Rows of one day and tenant that become a file. They lie in pages small enough for the garbage collector's ordinary heap, so that a
/// list that grows copies nothing and leaves no large arrays behind. Not safe for two threads at a time.
/// </summary>
public sealed class EventRows
{
    private const int PageBits = 8, PageSize = 1 << PageBits;
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
        while (_pages.Count << PageBits < Count)
            _pages.Add(new EventRow[PageSize]);
    }
}
