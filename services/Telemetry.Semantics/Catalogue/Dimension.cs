namespace Telemetry.Semantics.Catalogue;

/// <summary>What rows can be grouped by and filtered on, as <c>Files/dimensions.json</c> says it.</summary>
public sealed record Dimension
{
    /// <summary>Name in plans.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>SQL of its value; "weekday" and "day_kind" are made by the compiler.</summary>
    public required string Column { get; init; }

    /// <summary>SQL of its value over titles alone; null for dimensions of events.</summary>
    public string? Facts { get; init; }

    /// <summary>Table needed beside events: titles or places; null for none.</summary>
    public string? Table { get; init; }

    /// <summary>1 for a country, 2 for a state, 3 for a city; 0 for what is not a place.</summary>
    public int Place { get; init; }

    /// <summary>Its values may be unknown.</summary>
    public bool Nullable { get; init; }

    /// <summary>Its values are numbers.</summary>
    public bool Number { get; init; }

    /// <summary>Made of the time of an event.</summary>
    public bool Clock { get; init; }

    /// <summary>
    /// Column of a session's row (<see cref="SemanticCatalogue.Parts"/>) that it is a number of; it can be filtered on only. Null for
    /// what single events have.
    /// </summary>
    public string? Part { get; init; }

    /// <summary>
    /// SQL over the session rows of one viewer that it is a number of; it can be filtered on only. Null for what is no number of viewers.
    /// </summary>
    public string? Over { get; init; }

    /// <summary>Columns of the session's row that <see cref="Over"/> needs.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>Measure or dimension whose name names this number of a session or viewer: stalls, titles. Null for what has none.</summary>
    public string? PartOf { get; init; }

    /// <summary>Measure that counts what it is a number of, sessions or viewers; null for what single events have.</summary>
    public string? Whole => Part is not null ? "sessions" : Over is not null ? "viewers" : null;

    /// <summary>Unit of its numbers.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Measure that is meant when only this dimension is named: error codes mean errors.</summary>
    public string? Implies { get; init; }

    /// <summary>Words for it.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    /// <summary>Nouns that may stand behind a value and say nothing more: "the MetroLink network".</summary>
    public IReadOnlyList<string> Nouns { get; init; } = [];

    /// <summary>Its values are those of <see cref="Values"/>, whether the lake has them or not: an empty lake knows them too.</summary>
    public bool Closed { get; init; }

    /// <summary>Other words for values: value → words.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
