using Telemetry.Semantics.Grammar;
using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics.Answers;

/// <summary>Questions asked back, each choice as a question that can be asked instead.</summary>
internal static class Clarifications
{
    private const int MostChoices = 4;

    public static PlannedQuestion Of(Question asked, string question) => new()
    {
        Kind = PlannedKind.Clarification,
        Text = asked.Text,
        Options =
        [
            .. asked.Choices.Take(MostChoices)
                .Select(choice => new ClarificationOption(choice.Label, Rewritten(question, choice), choice.Settles, choice.Measure)),
        ],
    };

    private static string Rewritten(string question, Choice choice)
    {
        var trimmed = question.Trim().TrimEnd('?', '.', '!', ' ');
        if (choice.Word is not { } word) return $"{trimmed} {choice.Replacement}";
        var at = trimmed.LastIndexOf(word, StringComparison.OrdinalIgnoreCase);
        return at < 0
            ? $"{trimmed} {choice.Replacement}"
            : string.Concat(trimmed.AsSpan(0, at), choice.Replacement, trimmed.AsSpan(at + word.Length));
    }
}
