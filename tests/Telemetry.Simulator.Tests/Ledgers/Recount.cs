using System.Text.Json;
using Telemetry.Domain.Filtering;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;
using Telemetry.Simulator.Ledgers;

namespace Telemetry.Simulator.Tests.Ledgers;

/// <summary>Counts messages the naive way, from their bytes alone, to compare a ledger with.</summary>
internal sealed class Recount
{
    private readonly EventParser _parser = new(new Vocabularies());
    private readonly HashSet<string> _ids = [];

    public List<JsonElement> Events { get; } = [];

    public int Late { get; private set; }

    public int Duplicates { get; private set; }

    public int Malformed { get; private set; }

    public void Add(byte[] value, DateTimeOffset arrival)
    {
        if (_parser.Parse(value, arrival.ToUnixTimeMilliseconds(), out _) is not null)
        {
            Malformed++;
            return;
        }
        var json = JsonDocument.Parse(value).RootElement;
        if (!_ids.Add(Text(json, "event_id")))
            Duplicates++;
        else if (json.GetProperty("event_timestamp").GetDateTimeOffset() < arrival.AddSeconds(-60))
            Late++;
        else
            Events.Add(json);
    }

    public void AssertEquals(LedgerReport report)
    {
        Assert.Equal(0, report.Undelivered);
        Assert.Equal((Events.Count, Late, Duplicates, Malformed), (report.Events, report.Late, report.Duplicates, report.Malformed));
        Assert.Equal(Events.Count + Late + Duplicates + Malformed, report.Messages);
        Assert.Equal(report.Malformed, report.MalformedByKind.Values.Sum());
        Assert.Equal(By("event_type"), report.EventsByType);
        Assert.Equal(By("device_type"), report.EventsByDevice);
        Assert.Equal(By("quality"), report.EventsByQuality);
        Assert.Equal(By("country"), Sorted(report.EventsByCountry));
        Assert.Equal(By("title_id"), Sorted(report.EventsByTitle));
        Assert.Equal(By("error_code"), Sorted(report.ErrorsByCode));
        Assert.Equal(Events.Select(e => Text(e, "session_id")).Distinct().Count(), report.Sessions);
        Assert.Equal(Events.Select(e => Text(e, "customer_id")).Distinct().Count(), report.Customers);
        Assert.Equal(Numbers("buffering_events").Sum(), report.BufferingEvents);
        Assert.Equal(Numbers("buffering_duration_ms").Sum(), report.BufferingDurationMs);
        Assert.Equal(Numbers("bandwidth_mbps").Count(), report.BandwidthSamples);
        Assert.Equal(Numbers("bandwidth_mbps").Average(), report.AverageBandwidthMbps!.Value, precision: 6);
    }

    /// <summary>METRICS, word by word.</summary>
    public (int Viewers, int Sessions) ActiveAt(DateTimeOffset at, EventFilter filter)
    {
        var seen = Events
            .Where(e => Time(e) > at.AddSeconds(-60) && Time(e) <= at)
            .Where(e => Allows(filter.DeviceTypes, e, "device_type") && Allows(filter.Qualities, e, "quality")
                && Allows(filter.Countries, e, "country") && Allows(filter.States, e, "state") && Allows(filter.Cities, e, "city")
                && Allows(filter.EventTypes, e, "event_type") && Allows(filter.TenantIds, e, "tenant_id"))
            .ToList();
        return (CountActive(seen.GroupBy(e => Text(e, "customer_id"))), CountActive(seen.GroupBy(e => Text(e, "session_id"))));
    }

    private static int CountActive(IEnumerable<IGrouping<string, JsonElement>> groups) => groups.Count(group =>
    {
        var latest = group.Max(Time);
        return !group.Any(e => Time(e) == latest && Text(e, "event_type") is "stop" or "complete" or "error");
    });

    private static DateTimeOffset Time(JsonElement e) => e.GetProperty("event_timestamp").GetDateTimeOffset();

    private static string Text(JsonElement e, string field) => e.TryGetProperty(field, out var value) ? value.GetString()! : "";

    private static bool Allows(IReadOnlyList<string> values, JsonElement e, string field) =>
        values.Count == 0 || values.Contains(field == "tenant_id" && Text(e, field).Length == 0 ? "default" : Text(e, field));

    private IEnumerable<double> Numbers(string field) => Events
        .Where(e => e.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number)
        .Select(e => e.GetProperty(field).GetDouble());

    private SortedDictionary<string, long> By(string field) => Sorted(Events.Where(e => e.TryGetProperty(field, out _)).CountBy(e => Text(e, field))
        .Select(pair => KeyValuePair.Create(pair.Key, (long)pair.Value)));

    private static SortedDictionary<string, long> Sorted(IEnumerable<KeyValuePair<string, long>> counts) => new(counts.ToDictionary(), StringComparer.Ordinal);
}
