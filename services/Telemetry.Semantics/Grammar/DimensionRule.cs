using System.Collections.Frozen;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// What rows are grouped by: "by country and device", "per ISP", "split by state"; and dimensions that a question is about: "countries
/// with ...".
/// </summary>
internal sealed class DimensionRule(SemanticCatalogue catalogue) : IRule
{
    private static readonly FrozenSet<string> Crossing =
        ["crossed with", "crossed by", "against", "versus", "vs", "v", "x", "×", "up against", "set against", "over against"];

    public void Apply(Sentence sentence, Draft draft)
    {
        if (sentence.Free<AmbiguousDimensionToken>() is [var unclear, ..])
        {
            Settle(sentence, draft, unclear.At, unclear.Token);
            return;
        }
        Together(sentence);
        for (var i = 0; i < sentence.Count; i++) if (IntroducesGrouping(sentence, i)) Group(sentence, draft, i);
        Crossed(sentence, draft);
        OfEach(sentence, draft);
        HoursOfDay.Apply(sentence, draft);
    }

    // "By platform": what is measured may tell which grouping is meant.
    private void Settle(Sentence sentence, Draft draft, int i, AmbiguousDimensionToken token)
    {
        var word = catalogue.Words.AmbiguousDimensions[token.Word];
        if (sentence.Tokens.OfType<MeasureToken>().ToList() is [var measure] && word.Of.TryGetValue(measure.Id, out var meant))
        {
            sentence.Use(i);
            draft.AddDimension(meant);
            draft.By = true;
            return;
        }
        draft.Ask(
            $"\"{token.Word}\" can mean several groupings. Which one?",
            word.Choices.Select(catalogue.Dimension)
                .Select(dimension => new Choice(dimension.Name, token.Text, $"{token.By} {dimension.Says[0]}")));
    }

    // "All CDNs together": not one by one.
    private static void Together(Sentence sentence)
    {
        foreach (var (i, _) in sentence.Free<DimensionToken>())
            if (sentence.Is(i - 1, "all") && sentence.WordAfter(i) is "together" or "combined" or "taken" or "altogether")
                sentence.Use(i - 1, i);
    }

    // The rule for time steps may have used "by", and the step behind it, already.
    private static bool IntroducesGrouping(Sentence sentence, int i) =>
        sentence.Is(i, "by", "per")
        && (sentence.IsFree(i) || (sentence[i + 1] is UnitToken or QuantityToken && !sentence.IsFree(i + 1)));

    private static void Group(Sentence sentence, Draft draft, int by)
    {
        var at = FirstName(sentence, by + 1);
        // "city by city"
        if (sentence[by - 1] is DimensionToken twice && sentence[by + 1] is DimensionToken again && twice.Id == again.Id)
            sentence.Use(by - 1);
        draft.Listed |= PicksOne(sentence, by, at);
        var (end, found) = TakeNames(sentence, draft, at);
        var isTimeStep = draft.Grain is not null && !sentence.IsFree(by + 1);
        if (!found && !isTimeStep) return;
        for (var used = by; used < end; used++) if (sentence[used] is KeywordToken) sentence.Use(used);
    }

    private static int FirstName(Sentence sentence, int at)
    {
        if (sentence[at] is QuantityToken && !sentence.IsFree(at)) at++;
        // "in each US state"
        if (sentence[at] is ValueToken && !sentence.IsFree(at) && sentence[at + 1] is DimensionToken) at++;
        return at;
    }

    // "the slowest among the ISPs" picks one of them.
    private static bool PicksOne(Sentence sentence, int by, int at) =>
        sentence[by] is { Text: "among" or "amongst" or "across" or "across all" or "of all" }
        && sentence[at] is DimensionToken { Plural: true }
        && sentence.Any<SuperlativeToken>();

    // Takes the names of a grouping from an index on; where it ends, and whether there was any.
    private static (int End, bool Found) TakeNames(Sentence sentence, Draft draft, int at)
    {
        var found = false;
        for (; IsPartOfGrouping(sentence[at]); at++)
        {
            if (!sentence.IsFree(at)) continue;
            if (sentence[at] is DimensionToken dimension)
            {
                draft.AddDimension(dimension.Id);
                draft.By |= !draft.Listed;
                sentence.Use(at);
                found = true;
            }
            else if (sentence[at] is UnitToken unit && found)
            {
                sentence.Use(at);
                draft.Grain ??= new PlanGrain(unit.Unit);
            }
            else if (sentence[at] is not KeywordToken)
            {
                break;
            }
        }
        return (at, found);
    }

    private static bool IsPartOfGrouping(Token? token) => token
        is DimensionToken or UnitToken or GrainToken
        or KeywordToken { Role: "and" or "all" or "local" or "by" or "per" }
        or ValueToken { Values: [{ Dimension: "day_kind" }] };

    // "Genres against devices", "error codes crossed with countries": a group of each pair.
    private static void Crossed(Sentence sentence, Draft draft)
    {
        for (var i = 1; i + 1 < sentence.Count; i++)
        {
            if (!sentence.IsFree(i, "and") || !Crossing.Contains(sentence[i]!.Text)) continue;
            if (sentence[i - 1] is not DimensionToken rows || sentence[i + 1] is not DimensionToken columns) continue;
            if (!sentence.IsFree(i + 1)) continue;
            draft.AddDimension(rows.Id);
            draft.AddDimension(columns.Id);
            draft.By = true;
            sentence.Use(i - 1, i + 1);
        }
    }

    // "In which countries is it watched? Give the viewers of each", "sessions in Spain and Italy, each": what was named before, one by one.
    private static void OfEach(Sentence sentence, Draft draft)
    {
        foreach (var i in sentence.All("by"))
        {
            if (!sentence.IsFree(i) || !EachWords.Closes(sentence[i]!.Text)) continue;
            if (sentence[i + 1] is not (null or TimeToken or FillerToken)) continue;
            var named = draft.Groups.Find(group => group.Values.Count > 1);
            if (named is null && draft.Dimensions.Count == 0 && !sentence.Any<DimensionToken>()) continue;
            if (named is not null) draft.AddDimension(named.Dimension);
            sentence.Use(i);
        }
    }
}
