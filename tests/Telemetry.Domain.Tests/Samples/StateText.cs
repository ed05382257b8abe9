using System.Text;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;

namespace Telemetry.Domain.Tests.Samples;

/// <summary>A state as text, in one order and with texts instead of ids: equal for equal states, whatever process they come from.</summary>
internal static class StateText
{
    public static string Of(PartitionState state, Vocabularies vocabularies)
    {
        var text = new StringBuilder();
        var counters = state.Counters;
        text.AppendLine($"partition {state.Partition} offset {state.NextOffset} clock {state.ClockMs}");
        text.AppendLine($"counted {counters.Counted} late {counters.Late} duplicates {counters.Duplicates} overflowed {counters.Overflowed} newest {counters.NewestEventMs}");
        AppendSorted(text, "invalid", counters.InvalidByReason.Select(entry => $"{entry.Key} {entry.Value}"));
        foreach (var (length, panes) in new[] { ("fine", state.Fine), ("minute", state.Minutes), ("hour", state.Hours) })
        {
            foreach (var pane in panes)
                AppendPane(text, length, pane, vocabularies);
        }
        AppendSorted(text, "presence", state.Presence.Select(entry =>
            $"{entry.Customer} {entry.Session} {Cell(entry.Cell, vocabularies)} {vocabularies.Systems[entry.System]} {entry.LastMs}"));
        AppendSorted(text, "watched", state.Watched.Select(session => $"{session.Key} {session.TimeMs} {session.WatchedMs}"));
        AppendSorted(text, "seen", state.SeenIds.Select(seen => $"{seen.Id} {seen.TimeMs}"));
        AppendSorted(text, "tenant", state.Tenants.Select(tenant => $"{vocabularies.Tenants[tenant.Tenant]} {tenant.SeenMs}"));
        return text.ToString();
    }

    private static void AppendPane(StringBuilder text, string length, Pane pane, Vocabularies vocabularies)
    {
        text.AppendLine($"{length} {pane.Index} title error {pane.Titles.Error}");
        AppendSorted(text, " cell", Enumerable.Range(0, pane.Cells.Count).Select(i => $"{Cell(pane.Cells.Keys[i], vocabularies)} {pane.Cells.Values[i]}"));
        AppendSorted(text, " title", pane.Titles.LowerBounds.Select(entry =>
            $"{vocabularies.Tenants[(int)(entry.Key >> 32)]} {vocabularies.Titles[(int)(uint)entry.Key]} {entry.Value}"));
        AppendSorted(text, " sketch", pane.Sketches.Select(entry =>
            $"{vocabularies.Tenants[entry.Key]} {string.Join(' ', entry.Value.BandwidthMbps.Buckets())} | {string.Join(' ', entry.Value.StartupMs.Buckets())}"));
    }

    private static string Cell(CellKey key, Vocabularies vocabularies) =>
        $"{key.Type.Name()} {key.Device.Name()} {key.Quality.Name()} {vocabularies.Places[key.Place]} {vocabularies.Tenants[key.Tenant]}";

    private static void AppendSorted(StringBuilder text, string name, IEnumerable<string> lines)
    {
        foreach (var line in lines.Order(StringComparer.Ordinal))
            text.AppendLine($"{name} {line}");
    }
}
