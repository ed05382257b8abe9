using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Vocabulary;
using Telemetry.Domain.Windows;

namespace Telemetry.Ingestion.Tests.Publishing;

/// <summary>All that a delta says, in words that mean the same in every process.</summary>
internal static class DeltaText
{
    public static string Of(PartitionDelta delta, Vocabularies names)
    {
        string Cell(CellKey key) => $"{key.Type} {key.Device} {key.Quality} {names.Places[key.Place]} {names.Tenants[key.Tenant]}";
        var lines = new List<string>
        {
            $"{delta.Partition} {delta.Epoch} {delta.FromOffset} {delta.ToOffset} {delta.ClockMs} {delta.IsFull}",
            $"{delta.Counters with { InvalidByReason = new Dictionary<string, long>() }}",
        };
        lines.AddRange(delta.Counters.InvalidByReason.Select(reason => $"{reason}"));
        foreach (var pane in delta.Panes)
        {
            lines.AddRange(pane.Cells.Select(cell => $"{pane.Index} {Cell(cell.Key)} {cell.Value}"));
            lines.Add($"{pane.Index} {pane.Titles?.Error}");
            lines.AddRange((pane.Titles?.LowerBounds ?? new Dictionary<long, long>()).Select(title =>
                $"{pane.Index} {names.Tenants[(int)(title.Key >> 32)]} {names.Titles[(int)title.Key]} {title.Value}"));
            lines.AddRange((pane.Sketches ?? new Dictionary<int, TenantSketches>()).Select(entry =>
                $"{pane.Index} {names.Tenants[entry.Key]} {string.Join(' ', entry.Value.BandwidthMbps.Buckets())} | {string.Join(' ', entry.Value.StartupMs.Buckets())}"));
        }
        lines.AddRange(delta.Presence.Select(entry => $"{entry.Customer} {entry.Session} {Cell(entry.Cell)} {names.Systems[entry.System]} {entry.LastMs}"));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }
}
