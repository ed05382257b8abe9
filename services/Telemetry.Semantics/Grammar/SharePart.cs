using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Which values are the part of a share, and which ones limit the whole: what the verb is said of is the part.</summary>
internal sealed class SharePart(SemanticCatalogue catalogue)
{
    private const int MostChoices = 4;

    /// <summary>The values that are the part.</summary>
    /// <param name="sentence">The question.</param>
    /// <param name="draft">What is understood of it.</param>
    /// <param name="asked">Index of the word that asks for a share.</param>
    public IReadOnlyList<ValueGroup> Of(Sentence sentence, Draft draft, int asked)
    {
        if (SaidBehindWhole(sentence, draft, asked) is { Count: > 0 } said) return said;
        return One(sentence, draft, asked) is { } one ? [one] : [];
    }

    // "Of the sessions in Mexico, how many per cent were on TV in 4K": the whole is said first, so all that is said of it is the part.
    private static List<ValueGroup> SaidBehindWhole(Sentence sentence, Draft draft, int asked)
    {
        if (draft.Dimensions.Count > 0 || sentence.Words[0].Plain is not ("of" or "out")) return [];
        if (!draft.Groups.Exists(group => group.At < asked)) return [];
        var predicate = sentence.All("predicate").FirstOrDefault(i => i > asked, sentence.Count);
        return draft.Groups.FindAll(group => group.At > predicate);
    }

    private ValueGroup? One(Sentence sentence, Draft draft, int asked)
    {
        var groups = draft.Groups.FindAll(group => !draft.Dimensions.Contains(group.Dimension));
        if (draft.Dimensions.Count > 0) groups = WithinGroups(sentence, groups, asked);
        return groups switch
        {
            [] => null,
            [var only] => IsAboveGrouping(draft, only) ? null : only,
            _ => OfSeveral(sentence, draft, groups, asked),
        };
    }

    // "share of viewers by quality in France": the groups have the shares.
    private List<ValueGroup> WithinGroups(Sentence sentence, List<ValueGroup> groups, int asked)
    {
        var by = Enumerable.Range(0, sentence.Count)
            .FirstOrDefault(i => sentence.Is(i, "by", "per") || sentence[i] is DimensionToken, sentence.Count);
        var verb = Predicates(sentence, asked).FirstOrDefault(sentence.Count);
        return groups.FindAll(group =>
            group.At == asked + 1
            || group.At == asked - 1
            || group.At > verb
            || (group.At > asked && (by < asked || group.At < by) && Place(group) == 0));
    }

    // "which state in the US has what share": a place above the grouping is the whole.
    private bool IsAboveGrouping(Draft draft, ValueGroup group) =>
        Place(group) is > 0 and var place && draft.Dimensions.Exists(dimension => catalogue.Dimension(dimension).Place > place);

    private ValueGroup? OfSeveral(Sentence sentence, Draft draft, List<ValueGroup> groups, int asked)
    {
        // "share of DECODE_FAIL among errors on TV": what it is the share of is said right behind it.
        if (groups.Find(group => group.At == asked + 1) is { } first && IsWithin(sentence.WordAfter(first.At))) return first;
        // "4K share of sessions on TV"
        if (groups.Find(group => group.At == asked - 1) is { } named && !groups.Exists(group => group.At == asked - 2)) return named;
        foreach (var predicate in Predicates(sentence, asked))
        {
            var after = groups.FindAll(group => group.At > predicate);
            if (after.Count > 0) return after is [var only] ? only : Narrowest(after, draft);
        }
        return Narrowest(groups, draft);
    }

    private static bool IsWithin(string word) => word is "among" or "amongst" or "within" or "in" or "of" or "out";

    // The last one first.
    private static IEnumerable<int> Predicates(Sentence sentence, int asked) =>
        sentence.All("predicate").Where(i => i > asked).Reverse();

    // A device, a quality or a network is rather the part than a country; of places the smallest.
    private ValueGroup? Narrowest(List<ValueGroup> groups, Draft draft)
    {
        var others = groups.FindAll(group => Place(group) == 0);
        if (others.Count == 1) return others[0];
        if (others.Count == 0) return groups.MaxBy(Place);
        draft.Ask("Which part is meant?", others.Take(MostChoices).Select(group => AsChoice(string.Join(" or ", group.Values))));
        return null;
    }

    private static Choice AsChoice(string values) => new(values, null, $"(the part being {values})");

    private int Place(ValueGroup group) => catalogue.Dimension(group.Dimension).Place;
}
