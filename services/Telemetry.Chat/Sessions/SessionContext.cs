using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Telemetry.V1;

namespace Telemetry.Chat.Sessions;

/// <summary>
/// What a conversation has settled so far: the plans that follow-ups go on from, and the choices made when it was asked back. A function of
/// the history's entries, so that a session that left memory comes back as it was.
/// </summary>
internal sealed partial record SessionContext
{
    private const int MaxPlans = 20;
    private const int MaxChoices = 50;

    // Without backtracking, because anybody may send the message: "please please … x" must not take longer with every word.
    private static readonly Regex AroundAChoice = new(
        @"^\W*(?:(?:i|mean|meant|want|would|like|by|just|use|take|show|me|ok|okay|yes|let's|go|with|the|a|an)\b\W*)+|(?:\b(?:please|thanks|thank you|of course)\W*)+$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));

    /// <summary>The beginning of a conversation.</summary>
    public static SessionContext Empty { get; } = new();

    /// <summary>Plans, oldest first, as canonical JSON.</summary>
    public ImmutableList<JsonElement> Plans { get; private init; } = [];

    /// <summary>Ambiguous word → the meaning that was chosen.</summary>
    public ImmutableDictionary<string, string> Choices { get; private init; } = ImmutableDictionary<string, string>.Empty;

    private ImmutableList<string> PlanHashes { get; init; } = [];

    /// <summary>What can be chosen from, while a question that was asked back is open.</summary>
    private ImmutableList<Option> Open { get; init; } = [];

    /// <summary>The question that a message stands for: the chosen option's when it names one by label, number or wording; else itself.</summary>
    public string Resolve(string message) => Chosen(message)?.Question ?? message;

    /// <summary>The context after a message and what became of it.</summary>
    public SessionContext After(HistoryEntry entry)
    {
        var next = this;
        if (Chosen(entry.Message) is { Word.Length: > 0, Meaning.Length: > 0 } option)
        {
            var choices = Choices.Count >= MaxChoices ? ImmutableDictionary<string, string>.Empty : Choices;
            next = next with { Choices = choices.SetItem(option.Word, option.Meaning) };
        }

        if (entry.OutcomeCase != HistoryEntry.OutcomeOneofCase.Answer) return next;
        var answer = entry.Answer;
        return answer.Kind switch
        {
            AnswerKind.Clarification => next with { Open = [.. answer.Options] },
            AnswerKind.Table => next.WithPlan(entry.Message, answer) with { Open = [] },
            _ => next,
        };
    }

    // "Undo" goes back to the plan before: the one that it undoes is forgotten, so that a second undo goes back further.
    private SessionContext WithPlan(string message, Answer answer)
    {
        if (answer.Plan.Length == 0) return this;
        if (IsUndo(message) && PlanHashes.Count >= 2 && PlanHashes[^2] == answer.PlanHash)
            return this with { Plans = Plans.RemoveAt(Plans.Count - 1), PlanHashes = PlanHashes.RemoveAt(PlanHashes.Count - 1) };
        if (Parse(answer.Plan) is not { } plan) return this;
        var full = Plans.Count >= MaxPlans;
        return this with
        {
            Plans = (full ? Plans.RemoveAt(0) : Plans).Add(plan),
            PlanHashes = (full ? PlanHashes.RemoveAt(0) : PlanHashes).Add(answer.PlanHash),
        };
    }

    // A plan that can't be read any more is worth less than the rest of the conversation.
    private static JsonElement? Parse(string plan)
    {
        try
        {
            return JsonElement.Parse(plan);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Option? Chosen(string message)
    {
        if (Open.Count == 0) return null;
        var text = message.Trim().TrimEnd('.', '!', '?');
        if (text.Length == 1 && text[0] is >= '1' and <= '9' && text[0] - '1' < Open.Count) return Open[text[0] - '1'];
        if (Open.Find(option => Same(option.Question, message)) is { } asked) return asked;
        var essence = Essence(message);
        return Open.Find(option => Essence(option.Label) == essence);
    }

    // The planner understands more ways of saying it; whatever it was, the plan must be the one before as well.
    private static bool IsUndo(string message) => UndoWord().IsMatch(message);

    private static bool Same(string one, string other) =>
        string.Equals(one.Trim().TrimEnd('.', '!', '?'), other.Trim().TrimEnd('.', '!', '?'), StringComparison.OrdinalIgnoreCase);

    // "I mean the startup time, please" chooses "Start-up time".
    private static string Essence(string answer)
    {
        try
        {
            answer = AroundAChoice.Replace(answer, "");
        }
        catch (RegexMatchTimeoutException)
        {
            // Then the words around it stay: at worst the message is planned as it is.
        }

        return string.Concat(answer.Where(char.IsLetterOrDigit)).ToUpperInvariant();
    }

    [GeneratedRegex(@"\b(undo|back|revert|never ?mind|previous|scratch)\b", RegexOptions.IgnoreCase)]
    private static partial Regex UndoWord();
}
