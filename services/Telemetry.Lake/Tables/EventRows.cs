namespace Telemetry.Lake.Tables;

/// <summary>Rows of one day and tenant that become a file. Not safe for two threads at a time.</summary>
public sealed class EventRows
{
    private EventRow[] _rows = [];

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(in EventRow row)
    {
        if (Count == _rows.Length)
            Array.Resize(ref _rows, Math.Max(64, Count + (Count / 2)));
        _rows[Count++] = row;
    }

    /// <summary>Forgets the rows and keeps the room.</summary>
    public void Clear()
    {
        Array.Clear(_rows, 0, Count);
        Count = 0;
    }

    internal EventRow[] Items => _rows;

    /// <summary>Room for so many rows more, from index <see cref="Count"/>; they count from now on.</summary>
    internal Span<EventRow> Append(int rows)
    {
        if (_rows.Length < Count + rows)
            Array.Resize(ref _rows, Count + rows);
        Count += rows;
        return _rows.AsSpan(Count - rows, rows);
    }

    /// <summary>Positions of the rows by time; rows of one time stay in the order in which they came.</summary>
    internal int[] ByTime()
    {
        var keys = new (long, int)[Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = (_rows[i].TimestampMs, i);
        Array.Sort(keys);
        return Array.ConvertAll(keys, static key => key.Item2);
    }
}
