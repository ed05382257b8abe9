using Telemetry.Semantics.Catalogue;

namespace Telemetry.Mcp.Catalogue;

/// <summary>What can be asked: measures and dimensions.</summary>
/// <param name="Measures">What is measured.</param>
/// <param name="Dimensions">What it is grouped by and filtered on.</param>
public sealed record Metrics(IReadOnlyList<MeasureDescription> Measures, IReadOnlyList<DimensionDescription> Dimensions)
{
    private const int ShownValues = 20;

    /// <summary>The catalogue in the shape that clients read.</summary>
    public static Metrics Of(SemanticCatalogue catalogue, KnownValues values) => new(
        [.. catalogue.Measures.Where(measure => !measure.Hidden).Select(measure =>
            new MeasureDescription(measure.Id, measure.Name, measure.Unit, measure.Definition, measure.Good, measure.Live, [.. measure.Says.Take(8)]))],
        [.. catalogue.Dimensions.Select(dimension => new DimensionDescription(
            dimension.Id, dimension.Name, [.. dimension.Says.Take(8)], [.. values.ByDimension.GetValueOrDefault(dimension.Id, []).Take(ShownValues)]))]);
}

/// <summary>A measure.</summary>
/// <param name="Id">In plans, and the name of its column.</param>
/// <param name="Name">For people.</param>
/// <param name="Unit">%, ms, s, h, Mbit/s, or empty for counts.</param>
/// <param name="Definition">What is counted over what.</param>
/// <param name="Good">Which direction is better: up, down or none.</param>
/// <param name="Live">It is answered from the live stream.</param>
/// <param name="Says">Some words for it.</param>
public sealed record MeasureDescription(string Id, string Name, string Unit, string Definition, string Good, bool Live, IReadOnlyList<string> Says);

/// <summary>A dimension.</summary>
/// <param name="Id">In plans.</param>
/// <param name="Name">For people.</param>
/// <param name="Says">Some words for it.</param>
/// <param name="Examples">Some of its values.</param>
public sealed record DimensionDescription(string Id, string Name, IReadOnlyList<string> Says, IReadOnlyList<string> Examples);
