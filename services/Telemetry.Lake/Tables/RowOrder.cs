namespace Telemetry.Lake.Tables;

/// <summary>
/// The order of rows in a file. Row groups follow one another in time, so that a reader can skip those that its time range doesn't touch.
/// Within a group the rows of a session lie together, and the sessions by country and device: what belongs to a session is then the
/// same for a hundred rows on end, which run-length encoding makes next to nothing of, and a reader that filters by country or device
/// passes over whole stretches.
/// </summary>
internal static class RowOrder
{
    /// <summary>Rows of a full row group.</summary>
    public const int RowsPerGroup = 262_144;

    // Places in a key: position in time, then session (not more of either than rows in a group), then the pair of country and device.
    private const int RowBits = 18;

    /// <summary>Positions of the rows, one row group after the other.</summary>
    public static int[] Of(EventRows rows)
    {
        var order = ByTime(rows);
        for (var from = 0; from < order.Length; from += RowsPerGroup)
            Cluster(rows, order.AsSpan(from, Math.Min(RowsPerGroup, order.Length - from)));
        return order;
    }

    /// <summary>Positions of the rows by time; rows of one time stay in the order in which they came.</summary>
    private static int[] ByTime(EventRows rows)
    {
        var keys = new (long, int)[rows.Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = (rows[i].TimestampMs, i);
        Array.Sort(keys);
        return Array.ConvertAll(keys, static key => key.Item2);
    }

    private static void Cluster(EventRows rows, Span<int> group)
    {
        // Numbers sort many times faster than texts.
        var audiences = Audiences(rows, group);
        var sessions = new Dictionary<string, int>(StringComparer.Ordinal);
        var keys = new long[group.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            ref var row = ref rows[group[i]];
            if (!sessions.TryGetValue(row.SessionId, out var session))
                sessions.Add(row.SessionId, session = sessions.Count);
            keys[i] = ((long)audiences[(row.Country, row.DeviceType)] << (2 * RowBits)) | ((long)session << RowBits) | (uint)i;
        }
        Array.Sort(keys);
        var byTime = group.ToArray();
        for (var i = 0; i < keys.Length; i++)
            group[i] = byTime[keys[i] & ((1 << RowBits) - 1)];
    }

    private static Dictionary<(string, string), int> Audiences(EventRows rows, ReadOnlySpan<int> group)
    {
        var found = new HashSet<(string Country, string Device)>();
        foreach (var i in group)
            found.Add((rows[i].Country, rows[i].DeviceType));
        var sorted = found.OrderBy(pair => pair.Country, StringComparer.Ordinal).ThenBy(pair => pair.Device, StringComparer.Ordinal);
        return sorted.Select((pair, rank) => (pair, rank)).ToDictionary(ranked => ranked.pair, ranked => ranked.rank);
    }
}
