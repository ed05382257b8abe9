using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Catalogue;

/// <summary>The closed words of questions, as <c>Files/words.json</c> lists them: role → phrases.</summary>
public sealed record WordLists
{
    /// <summary>Words with a place in the grammar.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Keywords { get; init; }

    /// <summary>Words that carry nothing.</summary>
    public required IReadOnlyList<string> Fillers { get; init; }

    /// <summary>Words for statistics.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Statistics { get; init; }

    /// <summary>"most", "worst", "fastest".</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Superlatives { get; init; }

    /// <summary>"more than", "at least".</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Comparators { get; init; }

    /// <summary>Units of numbers.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Units { get; init; }

    /// <summary>"hourly", "day by day".</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Grains { get; init; }

    /// <summary>How an answer is to be drawn, by the kind of chart.</summary>
    public required IReadOnlyDictionary<ChartKind, IReadOnlyList<string>> Drawings { get; init; }

    /// <summary>Short forms of single words, and the words: "err" is "error".</summary>
    public required IReadOnlyDictionary<string, string> Abbreviations { get; init; }

    /// <summary>Words that name several measures.</summary>
    public required IReadOnlyDictionary<string, AmbiguousWord> Ambiguous { get; init; }

    /// <summary>Words that name several dimensions.</summary>
    public required IReadOnlyDictionary<string, AmbiguousWord> AmbiguousDimensions { get; init; }
}

/// <summary>A word that names several measures, or several dimensions.</summary>
/// <param name="Says">Phrases.</param>
/// <param name="Choices">Ids of what it may mean, at most four.</param>
public sealed record AmbiguousWord(IReadOnlyList<string> Says, IReadOnlyList<string> Choices)
{
    /// <summary>
    /// Of dimensions: the one that is meant beside a measure, so that nothing has to be asked. Measure id → dimension id.
    /// </summary>
    public IReadOnlyDictionary<string, string> Of { get; init; } = new Dictionary<string, string>();
}

/// <summary>What is never answered, as <c>Files/refusals.json</c> lists it.</summary>
/// <param name="Topics">What is outside of the data.</param>
/// <param name="Changes">Requests to change data.</param>
/// <param name="Intrusions">Requests for what is behind the chat.</param>
public sealed record RefusalLists(IReadOnlyList<RefusedTopic> Topics, RefusedTopic Changes, RefusedTopic Intrusions);

/// <summary>Words of one kind of refusal.</summary>
/// <param name="Id">Name, or null.</param>
/// <param name="Text">The sentence that refuses.</param>
/// <param name="Says">Phrases.</param>
public sealed record RefusedTopic(string? Id, string Text, IReadOnlyList<string> Says);
