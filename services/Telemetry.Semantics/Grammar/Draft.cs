using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Time;

namespace Telemetry.Semantics.Grammar;

/// <summary>What the rules have understood so far.</summary>
internal sealed class Draft
{
    public List<PlanMeasure> Measures { get; } = [];

    public List<string> Dimensions { get; } = [];

    public List<PlanFilter> Filters { get; } = [];

    /// <summary>Values said without a negation, in the order of the question: what a comparison or a share may be about.</summary>
    public List<ValueGroup> Groups { get; } = [];

    public TimeSpec? Time { get; set; }

    public List<PlanPeriod> CompareWith { get; } = [];

    /// <summary>A comparison that is told from the main period: "the day before".</summary>
    public TimeSpec? Before { get; set; }

    /// <summary>A second period was named.</summary>
    public TimeSpec? Second { get; set; }

    /// <summary>"The same period" was asked for.</summary>
    public bool Same { get; set; }

    /// <summary>It was "the same day": the whole of it.</summary>
    public bool SameDay { get; set; }

    public bool Now { get; set; }

    public PlanGrain? Grain { get; set; }

    public bool Trend { get; set; }

    public string? Statistic { get; set; }

    /// <summary>Statistics asked for side by side; empty for at most one.</summary>
    public List<string> Statistics { get; } = [];

    public Ranking? Ranking { get; set; }

    public bool Sort { get; set; }

    /// <summary>The order that was, the other way round.</summary>
    public bool Reverse { get; set; }

    /// <summary>Limits without a measure: of the one that the question, or the last answer, is about.</summary>
    public List<SaidLimit> Pending { get; } = [];

    public List<PlanThreshold> Thresholds { get; } = [];

    /// <summary>How many time buckets are to be ranked; null when no number was named.</summary>
    public int? BucketCount { get; set; }

    /// <summary>The word that active viewers were named by.</summary>
    public string? LiveWord { get; set; }

    /// <summary>Measures that were named with a limit.</summary>
    public IEnumerable<string> Limited => Thresholds.Select(threshold => threshold.Measure).OfType<string>().Distinct();

    public Analysis Analysis { get; set; }

    public List<PlanFilter> Part { get; } = [];

    /// <summary>Values that are held against all others of their dimension.</summary>
    public PlanApart? Apart { get; set; }

    public bool Distribution { get; set; }

    public bool Compare { get; set; }

    public bool Change { get; set; }

    /// <summary>The question names its dimension by "which" or "list".</summary>
    public bool Listed { get; set; }

    public bool Counted { get; set; }

    /// <summary>It asks "which": for a name, not only a number.</summary>
    public bool Which { get; set; }

    /// <summary>"Longer sessions": how long they are is compared, not how many.</summary>
    public bool Lengths { get; set; }

    /// <summary>A grouping was named by "by", "per" or "each".</summary>
    public bool By { get; set; }

    /// <summary>The chart that is asked for; null when none is named.</summary>
    public ChartKind? Chart { get; set; }

    public List<string> Assumptions { get; } = [];

    /// <summary>What has to be asked back; the first one wins.</summary>
    public Question? Question { get; private set; }

    /// <summary>Hours are ranked, and of the day or of the period is not said: the answer before may say it.</summary>
    public bool IsHourOpen { get; set; }

    public void Ask(string text, params IEnumerable<Choice> choices) => Question ??= new Question(text, [.. choices]);

    public void AddDimension(string dimension)
    {
        if (!Dimensions.Contains(dimension)) Dimensions.Add(dimension);
    }
}

/// <summary>Values of one dimension, said together.</summary>
/// <param name="Dimension">Its id.</param>
/// <param name="Values">One or more.</param>
/// <param name="At">Index of the first value's token.</param>
internal sealed record ValueGroup(string Dimension, List<string> Values, int At);

/// <summary>A ranking, before it is known what by.</summary>
/// <param name="Kind">most, least, best, worst, fast and so on.</param>
/// <param name="Count">Rows wanted; null when no number was named.</param>
/// <param name="Plural">Several rows are meant.</param>
/// <param name="Word">As written.</param>
internal sealed record Ranking(string Kind, int? Count, bool Plural, string Word)
{
    /// <summary>Its place when a single one is asked for: 2 for the second. The first one is just the ranking.</summary>
    public int Place { get; init; } = 1;

    /// <summary>What was said beside the kind and has to agree with it: "with the fewest stalls, best three".</summary>
    public string? Verdict { get; init; }
}

/// <summary>A question asked back.</summary>
/// <param name="Text">The question.</param>
/// <param name="Choices">What can be chosen.</param>
internal sealed record Question(string Text, IReadOnlyList<Choice> Choices);

/// <summary>One way to go on.</summary>
/// <param name="Label">For the button.</param>
/// <param name="Word">The words of the question to be replaced; null to add at its end.</param>
/// <param name="Replacement">What they are replaced by.</param>
/// <param name="Settles">The ambiguous word that it settles for the rest of the session; null for none.</param>
/// <param name="Measure">The measure that it settles the word to.</param>
internal sealed record Choice(string Label, string? Word, string Replacement, string? Settles = null, string? Measure = null);
