using Telemetry.Semantics.Answers;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Refusals;

/// <summary>
/// Says no in one sentence that helps: what is outside of the data, what would change them, which words were not understood.
/// </summary>
internal sealed class RefusalTexts(SemanticCatalogue catalogue)
{
    private const int MostRewrites = 3;
    private const string Changes = "changes", Intrusions = "intrusions";

    private readonly Dictionary<string, string> _texts = catalogue.Refusals.Topics.ToDictionary(topic => topic.Id!, topic => topic.Text);

    private List<string> Examples => [.. catalogue.Questions.Take(MostRewrites)];

    /// <summary>The refusal that a word of the question asks for, or null.</summary>
    public PlannedQuestion? Of(Reading reading, string question)
    {
        if (Statements.LooksLikeCode(question)) return Refusal(catalogue.Refusals.Intrusions.Text);
        var refused = reading.Tokens.OfType<RefusedToken>().OrderBy(token => token.Topic is Changes or Intrusions ? 0 : 1).FirstOrDefault();
        return refused is null ? null : Refusal(TextOf(refused.Topic));
    }

    private string TextOf(string topic) => topic switch
    {
        Changes => catalogue.Refusals.Changes.Text,
        Intrusions => catalogue.Refusals.Intrusions.Text,
        _ => _texts[topic],
    };

    /// <summary>Words that are in no list: the question is not run.</summary>
    public PlannedQuestion? Unknown(Reading reading, Sentence sentence, PlanningContext context)
    {
        string AsWritten(Token token) => string.Join(' ', reading.Words.Take(token.Start..token.End).Select(word => word.Text));

        var words = sentence.Tokens.OfType<UnknownToken>().Select(AsWritten).Distinct().ToList();
        return words.Count == 0 ? null : Refusal($"I don't know {Quoted(words)} in this question, so I would have to guess.") with
        {
            UnknownWords = words,
            Rewrites = Rewrites(sentence),
        };
    }

    /// <summary>Known words that have no place in this question.</summary>
    public PlannedQuestion Left(IReadOnlyList<Token> left, string question, Draft draft, SemanticCatalogue known)
    {
        _ = known;
        if (left.OfType<AmbiguousToken>().FirstOrDefault() is { } ambiguous)
        {
            Ambiguity.Ask(draft, ambiguous, catalogue);
            return Clarifications.Of(draft.Question!, question);
        }
        var words = left.Select(token => token.Text).Distinct().ToList();
        return Refusal($"I know the words, but not what {Quoted(words)} asks for here. Could you say it another way?") with
        {
            UnknownWords = words,
            Rewrites = Examples,
        };
    }

    public PlannedQuestion Empty() =>
        Refusal("There is no question in this. Ask, for instance: " + catalogue.Questions[1]) with { Rewrites = Examples };

    public PlannedQuestion Nothing(string question)
    {
        var text = question.Length == 0
            ? "There is no question in this."
            : "There is no earlier answer that this could change. Ask a whole question first.";
        return Refusal(text) with { Rewrites = Examples };
    }

    public PlannedQuestion Invalid(string fault) => Refusal(fault) with { Rewrites = Examples };

    public static PlannedQuestion TooLong(int length, int most) =>
        Refusal($"The question has {length:N0} characters; at most {most:N0} are read. Please say it shorter.");

    public static PlannedQuestion TooManyWords(int words, int most) =>
        Refusal($"The question has {words:N0} words; at most {most:N0} are read, and none is left out. Please say it shorter.");

    // Questions that would run: what was understood of this one, with a measure and a time that exist.
    private List<string> Rewrites(Sentence sentence)
    {
        var measure = sentence.Tokens.OfType<MeasureToken>().FirstOrDefault();
        if (measure is null) return Examples;
        var name = catalogue.Measure(measure.Id).Name;
        return [$"{name} today", $"{name} by country, last 7 days", $"{name} per day, last 7 days"];
    }

    private static string Quoted(List<string> words)
    {
        var quoted = words.ConvertAll(word => $"\"{word}\"");
        return quoted.Count == 1 ? quoted[0] : $"{string.Join(", ", quoted[..^1])} and {quoted[^1]}";
    }

    private static PlannedQuestion Refusal(string text) => new() { Kind = PlannedKind.Refusal, Text = text };
}
