using System.Globalization;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Queries;
using Telemetry.Mcp.Queries;
using Telemetry.Semantics.Catalogue;

namespace Telemetry.Mcp.Planning;

/// <summary>Reads the values that the data have: titles, places, ISPs and the like. One pass over the events of the last weeks.</summary>
public sealed class LakeValues(IQueryEngine engine, QuestionClock clock, TimeProvider time, IOptions<QueryLimits> limits)
{
    private const int MaxValues = 100_000;
    private const int Days = 60;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Dimensions = ["country", "state", "city", "device_type", "device_os", "quality", "isp", "cdn", "error_code", "event_type"];

    /// <summary>The values of now.</summary>
    /// <exception cref="QueryException">The engine refuses or fails.</exception>
    public async Task<KnownValues> ReadAsync(CancellationToken cancellationToken)
    {
        var today = clock.Now;
        var columns = string.Join(", ", Dimensions);
        var sets = string.Join(", ", Dimensions.Select(dimension => $"({dimension})"));
        var events = await RowsAsync(
            string.Create(CultureInfo.InvariantCulture, $"SELECT {columns} FROM events WHERE event_date BETWEEN '{today.AddDays(-Days):yyyy-MM-dd}' AND '{today.AddDays(1):yyyy-MM-dd}' GROUP BY GROUPING SETS ({sets})"),
            cancellationToken);
        var titles = await RowsAsync("SELECT DISTINCT title_name, genre FROM titles", cancellationToken);
        var places = await RowsAsync("SELECT DISTINCT country, state, city, time_zone FROM places", cancellationToken);

        var byDimension = Dimensions.Select((name, index) => (Name: name, Values: Distinct(events, index))).ToDictionary(entry => entry.Name, entry => entry.Values);
        byDimension["title"] = Distinct(titles, 0);
        byDimension["genre"] = Distinct(titles, 1);
        foreach (var (name, index) in new[] { ("country", 0), ("state", 1), ("city", 2) })
            byDimension[name] = [.. byDimension[name].Concat(Distinct(places, index)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new KnownValues(byDimension, [.. places.Where(row => row.All(value => value is string)).Select(row => new KnownPlace((string)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]!))
            .OrderBy(place => (place.Country, place.State, place.City))]);
    }

    private static IReadOnlyList<string> Distinct(IReadOnlyList<IReadOnlyList<object?>> rows, int column) =>
        [.. rows.Select(row => row[column]).OfType<string>().Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private async Task<IReadOnlyList<IReadOnlyList<object?>>> RowsAsync(string sql, CancellationToken cancellationToken)
    {
        var id = await engine.StartAsync(new QueryRequest(sql) { MaxRows = MaxValues, TimeLimit = limits.Value.TimeLimit }, cancellationToken);
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
}
