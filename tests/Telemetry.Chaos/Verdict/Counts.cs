using Telemetry.Simulator.Ledgers;
using Telemetry.V1;

namespace Telemetry.Chaos.Verdict;

/// <summary>Exact numbers by name, such as "events of type heartbeat": from the ledger, or from what a gateway shows.</summary>
internal sealed class Counts
{
    private readonly SortedDictionary<string, long> _values = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _values.Keys;

    /// <summary>0 for what is not there.</summary>
    public long this[string name] => _values.GetValueOrDefault(name);

    /// <summary>What has to be shown.</summary>
    public static Counts Of(LedgerReport ledger)
    {
        var counts = new Counts();
        counts.Add("events", ledger.Events);
        counts.Add("buffering events", ledger.BufferingEvents);
        counts.Add("buffering, ms", ledger.BufferingDurationMs);
        counts.Add("bandwidth samples", ledger.BandwidthSamples);
        counts.AddAll("type", ledger.EventsByType);
        counts.AddAll("device", ledger.EventsByDevice);
        counts.AddAll("quality", ledger.EventsByQuality);
        counts.AddAll("country", ledger.EventsByCountry);
        return counts;
    }

    /// <summary>What a full state of the last hour shows.</summary>
    public static Counts Of(DashboardUpdate shown)
    {
        var counts = new Counts();
        counts.Add("events", shown.Metrics.Events);
        counts.Add("buffering events", shown.Metrics.BufferingEvents);
        counts.Add("buffering, ms", shown.Metrics.BufferingDurationMs);
        counts.Add("bandwidth samples", shown.Metrics.BandwidthSamples);
        foreach (var type in shown.Metrics.ByType) counts.Add($"type {type.EventType}", type.Events);
        foreach (var device in shown.Device.Devices) counts.Add($"device {device.Name}", device.Events);
        foreach (var quality in shown.Quality.Slices) counts.Add($"quality {quality.Name}", quality.Events);
        foreach (var place in shown.Geo.Places) counts.Add($"country {place.Country}", place.Events);
        return counts;
    }

    private void Add(string name, long value) => _values[name] = this[name] + value;

    private void AddAll(string dimension, IEnumerable<KeyValuePair<string, long>> values)
    {
        foreach (var (name, value) in values) Add($"{dimension} {name}", value);
    }
}
