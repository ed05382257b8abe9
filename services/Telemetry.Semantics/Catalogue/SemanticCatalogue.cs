using System.Collections.Frozen;

namespace Telemetry.Semantics.Catalogue;

/// <summary>
/// Everything the planner knows beforehand: measures, dimensions, words, refusals, orders to the board and verified questions. Read from
/// embedded files.
/// </summary>
public sealed class SemanticCatalogue
{
    private readonly FrozenDictionary<string, Measure> _measures;
    private readonly FrozenDictionary<string, Dimension> _dimensions;

    internal SemanticCatalogue(
        IReadOnlyList<Measure> measures,
        IReadOnlyDictionary<string, string> parts,
        IReadOnlyList<Dimension> dimensions,
        WordLists words,
        RefusalLists refusals,
        BoardWords board,
        IReadOnlyList<string> questions)
    {
        Measures = measures;
        Parts = parts;
        Dimensions = dimensions;
        Words = words;
        Refusals = refusals;
        Board = board;
        Questions = questions;
        _measures = measures.ToFrozenDictionary(measure => measure.Id);
        _dimensions = dimensions.ToFrozenDictionary(dimension => dimension.Id);
    }

    /// <summary>All measures.</summary>
    public IReadOnlyList<Measure> Measures { get; }

    /// <summary>Columns of a session's row: name → SQL over its events.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; }

    /// <summary>All dimensions.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>Closed words.</summary>
    public WordLists Words { get; }

    /// <summary>What is refused.</summary>
    public RefusalLists Refusals { get; }

    /// <summary>What one says to the live board.</summary>
    public BoardWords Board { get; }

    /// <summary>Questions that are known to be answered right, to begin with.</summary>
    public IReadOnlyList<string> Questions { get; }

    /// <summary>The measure of that id, or null.</summary>
    public Measure? FindMeasure(string id) => _measures.GetValueOrDefault(id);

    /// <summary>The dimension of that id, or null.</summary>
    public Dimension? FindDimension(string id) => _dimensions.GetValueOrDefault(id);

    /// <summary>The measure of that id; it has to exist.</summary>
    public Measure Measure(string id) => FindMeasure(id) ?? throw Unknown("measure", id, _measures.Keys);

    /// <summary>The dimension of that id; it has to exist.</summary>
    public Dimension Dimension(string id) => FindDimension(id) ?? throw Unknown("dimension", id, _dimensions.Keys);

    private static KeyNotFoundException Unknown(string kind, string id, IEnumerable<string> known) =>
        new($"The catalogue has no {kind} '{id}'; it has {string.Join(", ", known)}.");
}
