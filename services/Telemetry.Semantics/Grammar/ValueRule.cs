using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Values and lists of values: "in Germany", "phones and tablets", "not on mobile", "excluding Sports and Kids".</summary>
internal sealed class ValueRule(SemanticCatalogue catalogue) : IRule
{
    private const int MostChoices = 4;

    private readonly ValueDimension _dimensions = new(catalogue);

    public void Apply(Sentence sentence, Draft draft)
    {
        for (var i = 0; i < sentence.Count; i++)
        {
            if (!sentence.IsFree(i) || sentence[i] is not ValueToken first || IsSomebody(sentence, i, first)) continue;
            if (!Take(sentence, draft, i)) return;
        }
    }

    // Takes the list of values that begins there; false when it has to be asked what they are.
    private bool Take(Sentence sentence, Draft draft, int i)
    {
        var run = Run(sentence, i);
        var negated = Negation.Of(sentence, run[0], run[^1]);
        if (_dimensions.Of(sentence, draft, run) is not { } dimension) return false;
        if (Values(sentence, draft, run, dimension) is not { } values) return false;
        for (var at = run[0]; at <= run[^1]; at++) sentence.UseIf(at, "and", "or", "not");
        if (negated is { } not)
        {
            sentence.Use(not);
            draft.Filters.Add(new PlanFilter(dimension, FilterOperator.NotIn, [.. values.Distinct()]));
            ValueNames.UsePlace(sentence, not, dimension);
        }
        else
        {
            Note(draft, dimension, values, i);
            if (IsEveryValue(sentence, run, dimension, values)) draft.AddDimension(dimension);
        }
        ValueNames.Use(sentence, negated == run[0] - 1 ? run[0] - 1 : run[0], run[^1], dimension);
        // "drop the TV filter"
        if (sentence[run[^1] + 1] is KeywordToken { Text: "filter" or "filters" }) sentence.Use(run[^1] + 1);
        return true;
    }

    // The values of that dimension; null when a word stands for several of them.
    private List<string>? Values(Sentence sentence, Draft draft, List<int> run, string dimension)
    {
        var values = new List<string>();
        foreach (var at in run)
        {
            var token = (ValueToken)sentence[at]!;
            var fitting = token.Values.Where(value => value.Dimension == dimension).Select(value => value.Value).ToList();
            if (fitting.Count > 1)
            {
                draft.Ask(
                    $"Which {catalogue.Dimension(dimension).Name.ToLowerInvariant()} is meant by \"{token.Text}\"?",
                    fitting.Take(MostChoices).Select(value => new Choice(value, token.Text, value)));
                return null;
            }
            values.Add(fitting[0]);
            sentence.Use(at);
        }
        return values;
    }

    // "In SD, HD and 4K": as a condition it would say nothing, so each is asked for.
    private bool IsEveryValue(Sentence sentence, List<int> run, string dimension, List<string> values) =>
        catalogue.Dimension(dimension) is { Closed: true } closed
        && values.Count > 2
        && closed.Values.Keys.All(values.Contains)
        && !Enumerable.Range(run[0], run[^1] - run[0]).Any(at => sentence.Is(at, "or"));

    // "viewers have kids", "how many kids are watching": the word names people here, not a kind of titles. It stays unused, so the
    // question is refused.
    private static bool IsSomebody(Sentence sentence, int i, ValueToken value)
    {
        if (value.Values.Any(one => one.Dimension != "genre") || sentence[i + 1] is MeasureToken or DimensionToken) return false;
        if (IsHaving(sentence[i - 1]) && sentence[i - 2] is MeasureToken { Id: "viewers" }) return true;
        return sentence.Is(i - 1, "count")
            && sentence.Words.Skip(value.End).Take(2).Any(word => SpokenDurationRule.IsWatching(word.Plain));
    }

    private static bool IsHaving(Token? token) => token is KeywordToken
    {
        Text: "have" or "has" or "had" or "with" or "that have" or "who have" or "who had" or "having",
    };

    private static void Note(Draft draft, string dimension, List<string> values, int at)
    {
        if (draft.Groups.Find(group => group.Dimension == dimension) is { } known) known.Values.AddRange(values.Except(known.Values));
        else draft.Groups.Add(new ValueGroup(dimension, [.. values.Distinct()], at));
    }

    // The values that are listed together with the one at i, of one dimension: "A, B and C", "neither A nor B".
    private static List<int> Run(Sentence sentence, int i)
    {
        var run = new List<int> { i };
        var dimensions = ((ValueToken)sentence[i]!).Values.Select(value => value.Dimension).ToHashSet();
        for (var at = i + 1; at < sentence.Count; at++)
        {
            if (sentence.Is(at, "and", "or")) continue;
            if (sentence.Is(at, "not") && sentence.Is(at - 1, "and", "or")) continue;
            if (sentence[at] is not ValueToken next || !sentence.IsFree(at) || !sentence.Is(at - 1, "and", "or", "not")) break;
            var shared = dimensions.Intersect(next.Values.Select(value => value.Dimension)).ToHashSet();
            if (shared.Count == 0) break;
            dimensions = shared;
            run.Add(at);
        }
        return run;
    }
}
