using System.Globalization;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Queries;
using Telemetry.Mcp.Queries;
using Telemetry.Semantics.Catalogue;

namespace Telemetry.Mcp.Planning;

/// <summary>
/// Reads the values that the data have: titles, places, ISPs and the like. One pass over the events of the last weeks; of each dimension
/// the most frequent values.
/// </summary>
public sealed partial class LakeValues(IQueryEngine engine, QuestionClock clock, TimeProvider time, IOptions<QueryLimits> limits, ILogger<LakeValues> logger)
{
    // Who asks by name asks for what is watched; an index of every value that somebody's player ever sent would grow without end.
    private const int MostOfEvents = 5_000;
    private const int MostOfTables = 100_000;
    private const int Days = 60;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Dimensions = ["country", "state", "city", "device_type", "device_os", "quality", "isp", "cdn", "error_code", "event_type"];
    private readonly HashSet<string> _cut = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, IReadOnlyList<string>> _ofEvents = Dimensions.ToDictionary(name => name, _ => (IReadOnlyList<string>)[]);
    private IReadOnlyList<IReadOnlyList<object?>> _titles = [];
    private IReadOnlyList<IReadOnlyList<object?>> _places = [];

    /// <summary>The values of now; of a table that can't be read, those that were read last. One caller at a time.</summary>
    public async Task<KnownValues> ReadAsync(CancellationToken cancellationToken)
    {
        _titles = await ReadAsync("titles", () => TableAsync("titles", "title_name, genre", cancellationToken), _titles, cancellationToken);
        _places = await ReadAsync("places", () => TableAsync("places", "country, state, city, time_zone", cancellationToken), _places, cancellationToken);
        _ofEvents = await ReadAsync("events", () => OfEventsAsync(cancellationToken), _ofEvents, cancellationToken);
        var byDimension = new Dictionary<string, IReadOnlyList<string>>(_ofEvents) { ["title"] = Distinct(_titles, 0), ["genre"] = Distinct(_titles, 1) };
        foreach (var (name, index) in new[] { ("country", 0), ("state", 1), ("city", 2) })
            byDimension[name] = [.. byDimension[name].Concat(Distinct(_places, index)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new KnownValues(byDimension, [.. _places.Where(row => row.All(value => value is string)).Select(row => new KnownPlace((string)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]!))
            .OrderBy(place => (place.Country, place.State, place.City))]);
    }

    private async Task<T> ReadAsync<T>(string table, Func<Task<T>> read, T last, CancellationToken cancellationToken)
    {
        try
        {
            return await read();
        }
#pragma warning disable CA1031 // Whatever the engine throws, questions are understood by what was read before.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotRead(table, failure);
            return last;
        }
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> OfEventsAsync(CancellationToken cancellationToken)
    {
        var today = clock.Now;
        var columns = string.Join(", ", Dimensions);
        var sets = string.Join(", ", Dimensions.Select(dimension => $"({dimension})"));
        // One more than is kept says that there are more.
        var rows = await RowsAsync(
            string.Create(CultureInfo.InvariantCulture, $"SELECT dimension, value, place FROM (SELECT dimension, value, row_number() OVER (PARTITION BY dimension ORDER BY n DESC, value) AS place FROM (SELECT grouping({columns}) AS dimension, coalesce({columns}) AS value, count(*) AS n FROM events WHERE event_date BETWEEN '{today.AddDays(-Days):yyyy-MM-dd}' AND '{today.AddDays(1):yyyy-MM-dd}' GROUP BY GROUPING SETS ({sets})) AS counted WHERE value <> '') AS ranked WHERE place <= {MostOfEvents + 1}"),
            cancellationToken);
        var byNumber = rows.ToLookup(row => Convert.ToInt64(row[0], CultureInfo.InvariantCulture), row => (Value: (string)row[1]!, Place: Convert.ToInt64(row[2], CultureInfo.InvariantCulture)));
        var values = new Dictionary<string, IReadOnlyList<string>>();
        for (var i = 0; i < Dimensions.Length; i++)
        {
            // grouping() has a bit for each of its columns, the first one's the highest, which is 0 where the rows are grouped by it.
            var own = byNumber[(1L << Dimensions.Length) - 1 - (1L << (Dimensions.Length - 1 - i))].ToList();
            values[Dimensions[i]] = [.. own.Where(one => one.Place <= MostOfEvents).Select(one => one.Value).Order(StringComparer.Ordinal)];
            if (IsNews(Dimensions[i], own.Count > MostOfEvents)) LogCut(Dimensions[i], MostOfEvents, Days);
        }

        return values;
    }

    private async Task<IReadOnlyList<IReadOnlyList<object?>>> TableAsync(string table, string columns, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT DISTINCT {columns} FROM {table} ORDER BY {columns} LIMIT {MostOfTables}"), cancellationToken);
        if (IsNews(table, rows.Count == MostOfTables)) LogTableCut(table, MostOfTables);
        return rows;
    }

    // What is read every few minutes is told once, and again when it had become less meanwhile.
    private bool IsNews(string what, bool isCut)
    {
        if (isCut) return _cut.Add(what);
        _cut.Remove(what);
        return false;
    }

    private static IReadOnlyList<string> Distinct(IReadOnlyList<IReadOnlyList<object?>> rows, int column) =>
        [.. rows.Select(row => row[column]).OfType<string>().Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private async Task<IReadOnlyList<IReadOnlyList<object?>>> RowsAsync(string sql, CancellationToken cancellationToken)
    {
        var id = await engine.StartAsync(new QueryRequest(sql) { MaxRows = MostOfTables, TimeLimit = limits.Value.TimeLimit }, cancellationToken);
        QueryStatus status;
        while (!(status = await engine.GetStatusAsync(id, cancellationToken)).IsFinal) await Task.Delay(Poll, time, cancellationToken);
        if (status.State is not QueryState.Succeeded)
            throw new QueryException(status.Error ?? new QueryError(QueryErrorKind.Unavailable, "The engine gave no reason; try again later."));
        List<IReadOnlyList<object?>> rows = [];
        string? token = null;
        do
        {
            var page = await engine.GetPageAsync(id, token, QueryLimits.MaxPageSize, cancellationToken);
            rows.AddRange(page.Rows);
            token = page.NextPageToken;
        }
        while (token is not null);
        return rows;
    }

    [LoggerMessage(EventId = 5021, Level = LogLevel.Warning, Message = "The values of {Table} can't be read; questions are understood by what was read last. The next try is in seconds or minutes.")]
    private partial void LogNotRead(string table, Exception exception);

    [LoggerMessage(EventId = 5022, Level = LogLevel.Warning, Message = "The dimension {Dimension} has more than {Most} values in {Days} days; the most frequent {Most} are known, and questions that name another one aren't understood.")]
    private partial void LogCut(string dimension, int most, int days);

    [LoggerMessage(EventId = 5023, Level = LogLevel.Warning, Message = "The table {Table} has {Most} different rows or more; the first {Most} by name are known, and questions that name another one aren't understood.")]
    private partial void LogTableCut(string table, int most);
}
