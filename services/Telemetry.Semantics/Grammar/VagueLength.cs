using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>"Long sessions", "short sessions": where long begins is the asker's to say.</summary>
internal static class VagueLength
{
    /// <summary>Asks back when such a word is all that was not understood.</summary>
    public static void Ask(Sentence sentence, IReadOnlyList<Token> left, Draft draft)
    {
        if (left is not [{ Text: "long" or "short" } vague] || sentence[IndexOf(sentence, vague) + 1] is not MeasureToken { Id: "sessions" }) return;
        var (than, limits) = vague.Text == "long"
            ? ("longer than", new[] { "30 minutes", "1 hour", "2 hours" })
            : ("shorter than", ["1 minute", "5 minutes", "30 minutes"]);
        var said = $"{vague.Text} {sentence.Words[vague.End].Plain}";
        draft.Ask($"How {vague.Text} is that?", limits.Select(limit => new Choice($"Sessions {than} {limit}", said, $"sessions {than} {limit}")));
    }

    private static int IndexOf(Sentence sentence, Token token) => sentence.Tokens.ToList().IndexOf(token);
}
