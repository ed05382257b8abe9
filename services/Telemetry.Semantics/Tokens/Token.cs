using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;

namespace Telemetry.Semantics.Tokens;

/// <summary>A stretch of words whose kind is known.</summary>
internal abstract record Token
{
    /// <summary>Index of its first word.</summary>
    public int Start { get; init; }

    /// <summary>Index of the word after it.</summary>
    public int End { get; init; }

    /// <summary>Its words as written, lower case.</summary>
    public string Text { get; init; } = "";

    /// <summary>It ends in a plural.</summary>
    public bool Plural { get; init; }

    /// <summary>What it costs to read the words so; the cheapest reading of all words wins. One for a token, less for a sure one.</summary>
    public virtual double Cost => 1;
}

internal sealed record MeasureToken(string Id) : Token
{
    /// <summary>"People who stream in 4K": the verb, not the noun.</summary>
    public bool IsVerb => Text is "view" or "play" or "stream" or "viewing" or "start playing" && !Plural;

    /// <summary>Other measures are divided by it: "errors per session".</summary>
    public bool IsDivisor =>
        Id is "viewers" or "sessions" or "events" or "watch_time" or "errors" or "active_viewers" or "buffering_events";
}

internal sealed record DimensionToken(string Id) : Token
{
    /// <summary>"How many countries": its different values are counted. People and sessions are measured, hours are time.</summary>
    public bool IsCountable => Plural && Id is not ("customer" or "session" or "local_hour" or "hour_of_day");
}

/// <summary>A value, or several values that share their words.</summary>
internal sealed record ValueToken(IReadOnlyList<DimensionValue> Values) : Token
{
    /// <summary>Only some of the value's words: "Northern Cup".</summary>
    public bool Partial { get; init; }

    /// <summary>Its words could be read otherwise as well, and nothing says that the value is meant.</summary>
    public bool Doubtful { get; init; }

    /// <summary>Its words could be read otherwise, but capitals, quotation marks or the word before say that the value is meant.</summary>
    public bool Sure { get; init; }

    public override double Cost => Doubtful ? 6 : Sure ? 0.4 : Partial ? 1.8 : 0.95;
}

internal readonly record struct DimensionValue(string Dimension, string Value);

internal sealed record StatisticToken(string Statistic) : Token
{
    // "The 10th percentile" is no date.
    public override double Cost => Statistic[0] == 'p' ? 0.7 : 1;
}

internal sealed record SuperlativeToken(string Kind) : Token;

/// <summary>A place in a ranking.</summary>
/// <param name="Place">2 for the second.</param>
/// <param name="Whole">It says by itself that something is ranked: "comes second". Else a superlative follows: "second best".</param>
internal sealed record OrdinalToken(int Place, bool Whole) : Token
{
    // "Comes second" is no verb with a number behind it.
    public override double Cost => 0.9;
}

internal sealed record ComparatorToken(string Operator) : Token;

internal sealed record KeywordToken(string Role) : Token;

internal sealed record GrainToken(string Unit) : Token;

/// <summary>A unit of time as a noun: hour, day.</summary>
internal sealed record UnitToken(string Unit) : Token
{
    public override double Cost => 1.05;
}

internal sealed record TimeToken(TimeSpec Spec) : Token
{
    public override double Cost => 0.9;
}

internal sealed record ZoneToken(string Zone) : Token
{
    public override double Cost => 0.8;
}

/// <summary>A number, with its unit when it has one.</summary>
internal sealed record QuantityToken(double Value, string? Unit) : Token
{
    /// <summary>A number of rows: "top 5".</summary>
    public bool IsCount => Unit is null && Value % 1 == 0 && Value is >= 1 and <= 1000;

    public override double Cost => Unit is null ? 1 : 1.1;
}

internal sealed record AmbiguousToken(string Word) : Token
{
    public override double Cost => 1.2;
}

/// <summary>"By platform": a grouping whose dimension has to be asked for.</summary>
/// <param name="Word">Its entry among the ambiguous dimensions.</param>
/// <param name="By">What introduces it: "by", "for each".</param>
internal sealed record AmbiguousDimensionToken(string Word, string By) : Token;

internal sealed record RefusedToken(string Topic) : Token
{
    // Of two readings that cost the same, the one that refuses.
    public override double Cost => 0.8;
}

/// <summary>"As a table", "bar chart": how the answer is to be drawn.</summary>
internal sealed record DrawingToken(ChartKind Kind) : Token;

internal sealed record FillerToken : Token
{
    public override double Cost => 1.1;
}

internal sealed record UnknownToken : Token
{
    public override double Cost => 20;
}
