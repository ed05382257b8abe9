using System.Globalization;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>A condition on single sessions or viewers that was understood.</summary>
/// <param name="Filter">What it keeps.</param>
/// <param name="Last">Index of its last token.</param>
/// <param name="Spoken">It was said by a verb: "stalled twice".</param>
internal sealed record WholeCondition(PlanFilter Filter, int Last, bool Spoken)
{
    /// <summary>"With an error": what is counted so has a measure of its own.</summary>
    public bool IsAnyError => Filter is
    {
        Dimension: "session_errors" or "viewer_errors",
        Operator: FilterOperator.AtLeast,
        Values: ["1"],
    };
}

/// <summary>Reads what is said of single sessions and viewers: "longer than 30 minutes", "that never stalled".</summary>
internal sealed partial class WholeConditions(SemanticCatalogue catalogue)
{
    /// <summary>The condition behind the sessions or viewers at an index; null when there is none.</summary>
    public WholeCondition? Read(Sentence sentence, Draft draft, int subject, string whole) =>
        ReadAt(sentence, draft, subject, Start(sentence, subject), whole);

    private WholeCondition? ReadAt(Sentence sentence, Draft draft, int subject, int at, string whole)
    {
        if (Without(sentence, at, whole) is { } without) return without;
        var verb = Verb(sentence, at);
        if (LimitAt(sentence, verb is null ? at : at + 1) is not { } limit) return AtLeastOne(sentence, subject, at, whole);
        var hasNumber = limit.Value.Unit is null;
        var isTimes = hasNumber && sentence[limit.Last + 1] is AmbiguousToken { Word: "time" };
        if (verb is not null) return OfVerb(whole, verb, limit, isTimes ? limit.Last + 1 : limit.Last);
        if (isTimes) return null;
        if (sentence[limit.Last + 1] is MeasureToken measure) return OfMeasure(sentence, whole, measure, limit);
        if (!hasNumber) return OfLength(sentence, whole, limit);
        if (whole != "viewers" || sentence[limit.Last + 1] is not DimensionToken counted) return null;
        return counted.Plural || limit.Value.Value == 1 ? OfValues(draft, counted, limit) : null;
    }

    // "stalled more than twice", "stalled for more than a minute"
    private WholeCondition? OfVerb(string whole, string verb, SaidLimit limit, int last)
    {
        if (limit.Value.Unit is null) return Of(whole, verb, limit, last, true);
        return verb == "buffering_events" ? Of(whole, "buffering_duration", limit, last, true) : null;
    }

    // "more than 2 stalls per minute" is no count of a session.
    private WholeCondition? OfMeasure(Sentence sentence, string whole, MeasureToken measure, SaidLimit limit) =>
        sentence.IsFree(limit.Last + 1) && !sentence.Is(limit.Last + 2, "per") ? Of(whole, measure.Id, limit, limit.Last + 1, false) : null;

    // "viewers who watched more than 3 titles"
    private WholeCondition? OfValues(Draft draft, DimensionToken counted, SaidLimit limit)
    {
        if (Of("viewers", counted.Id, limit, limit.Last + 1, false) is { } condition) return condition;
        draft.Ask(
            $"Viewers can't be told apart by how many {counted.Text} they have. What should be counted instead?",
            new Choice("Titles of a viewer", counted.Text, "titles"),
            new Choice("Devices of a viewer", counted.Text, "devices"));
        return null;
    }

    // "sessions over an hour long"
    private WholeCondition? OfLength(Sentence sentence, string whole, SaidLimit limit)
    {
        if (limit.Value.Unit is not ("second" or "minute" or "hour")) return null;
        var last = sentence.Is(limit.Last + 1, "length") ? limit.Last + 1 : limit.Last;
        return Of(whole, whole == "viewers" ? "watch_time" : "watch_duration", limit, last, false);
    }

    // "sessions without any stalls", "viewers with zero errors", "sessions that never stalled"
    private WholeCondition? Without(Sentence sentence, int at, string whole)
    {
        if (!sentence.IsFree(at)) return null;
        if (!sentence.Is(at, "not") && sentence[at] is not QuantityToken { Value: 0, Unit: null }) return null;
        var what = sentence.Past(at + 1, "all", "had");
        var said = sentence[what] is MeasureToken { Id: "errors" or "buffering_events" } measure ? measure.Id : Verb(sentence, what);
        if (said is null || !sentence.IsFree(what)) return null;
        return Of(whole, said, new SaidLimit(FilterOperator.AtMost, new QuantityToken(0, null), null, at, what), what, true);
    }

    // What a verb says that happened: "stalled", "buffered", "froze".
    private static string? Verb(Sentence sentence, int at) =>
        sentence.IsFree(at) && sentence[at] is AmbiguousToken { Word: "buffering" } ? "buffering_events" : null;

    private WholeCondition? Of(string whole, string said, SaidLimit limit, int last, bool spoken)
    {
        if (catalogue.Dimensions.FirstOrDefault(one => one.Whole == whole && one.PartOf == said) is not { } dimension) return null;
        var low = limit.Value with { Unit = limit.Value.Unit ?? limit.Upper?.Unit };
        if (Scaled(dimension.Unit, low) is not { } from) return null;
        if (limit.Upper is not { } high) return new WholeCondition(new PlanFilter(dimension.Id, limit.Operator, [from]), last, spoken);
        return Scaled(dimension.Unit, high) is { } to
            ? new WholeCondition(new PlanFilter(dimension.Id, limit.Operator, [from, to]), last, spoken)
            : null;
    }

    private static string? Scaled(string unit, QuantityToken quantity) =>
        Limits.Scaled(unit, quantity)?.ToString("R", CultureInfo.InvariantCulture);

    // "more than 2", "between 2 and 5", "3 or more".
    private static SaidLimit? LimitAt(Sentence sentence, int at)
    {
        if (!sentence.IsFree(at) || !sentence.IsFree(at + 1)) return null;
        return (sentence[at], sentence[at + 1]) switch
        {
            (ComparatorToken comparator, QuantityToken value) =>
                new SaidLimit(Limits.Operator(comparator), value, null, at, at + 1),
            (QuantityToken value, ComparatorToken { Operator: "atLeast" or "atMost" } comparator) =>
                new SaidLimit(Limits.Operator(comparator), value, null, at, at + 1),
            (QuantityToken low, KeywordToken { Role: "and" })
                when sentence.WordBefore(at) == "between" && sentence[at + 2] is QuantityToken high =>
                new SaidLimit(FilterOperator.Between, low with { Unit = low.Unit ?? high.Unit }, high, at, at + 2),
            _ => null,
        };
    }
}
