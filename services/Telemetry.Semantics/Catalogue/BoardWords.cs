namespace Telemetry.Semantics.Catalogue;

/// <summary>What one says to the live board, as <c>Files/board.json</c> lists it.</summary>
public sealed record BoardWords
{
    /// <summary>Words that say the board is meant.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Words that may stand anywhere in an order and carry nothing.</summary>
    public required IReadOnlyList<string> Aside { get; init; }

    /// <summary>Words that may stand between values.</summary>
    public required IReadOnlyList<string> Joins { get; init; }

    /// <summary>Words that make values an order.</summary>
    public required IReadOnlyList<string> Imperatives { get; init; }

    /// <summary>Order (pause, resume, clear, back) → phrases.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Orders { get; init; }

    /// <summary>Window (1m, 5m, 1h) → phrases.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Windows { get; init; }
}
