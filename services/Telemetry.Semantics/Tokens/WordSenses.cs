using System.Collections.Frozen;
using Telemetry.Semantics.Language;
using Telemetry.Semantics.Time;

namespace Telemetry.Semantics.Tokens;

/// <summary>Words that have two senses, of which their neighbours tell one: they are put by the word that has it alone.</summary>
internal static class WordSenses
{
    // How far from the beginning the verb of an order may stand: "please do set ...".
    private const int LastOfOrder = 2;

    private static readonly FrozenSet<string> OfConnections =
    [
        "fast", "faster", "fastest", "slow", "slower", "slowest", "quick", "quicker", "quickest", "good", "better", "best", "bad", "poor",
        "poorer", "worse", "worst", "weak", "weaker", "weakest", "strong", "stronger", "strongest", "internet",
    ];

    private static readonly FrozenSet<string> Switching =
        ["switch", "switched", "switches", "switching", "change", "changed", "changes", "changing", "shift", "shifted"];

    public static void Settle(List<Word> words)
    {
        Beside(words);
        SetAgainst(words);
        Lasting(words);
        Connecting(words);
        SwitchingQuality(words);
    }

    // "A faster connection" is more bandwidth; "how many connections" is not known.
    private static void Connecting(List<Word> words)
    {
        for (var i = 1; i < words.Count; i++)
        {
            if (words[i].Plain != "connection" || !OfConnections.Contains(words[i - 1].Plain)) continue;
            if (words.PlainAt(i + 1) is "speed" or "bandwidth") continue;
            words[i] = words[i] with { Plain = "bandwidth", Stem = "bandwidth" };
        }
    }

    // "How often did viewers switch quality": what the players did, not an order.
    private static void SwitchingQuality(List<Word> words)
    {
        if (words.Count == 0 || words[0].Plain is not ("how" or "number" or "count")) return;
        for (var i = 1; i + 1 < words.Count; i++)
        {
            if (!Switching.Contains(words[i].Plain)) continue;
            var quality = words[i + 1].Plain is "the" or "video" or "their" ? i + 2 : i + 1;
            if (words.PlainAt(quality) != "quality" && words.PlainAt(quality) != "qualities") continue;
            words.RemoveRange(i + 1, quality - i - 1);
            words[i] = words[i] with { Plain = "quality", Stem = "quality" };
            words[i + 1] = words[i + 1] with { Plain = "change", Stem = "change" };
        }
    }

    // Its stem is that of "besides", which leaves something out.
    private static void Beside(List<Word> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var besideEach = i + 1 < words.Count && words[i + 1].Plain == "each";
            if (words[i].Plain == "beside" && !besideEach) words[i] = words[i] with { Plain = "against", Stem = "against" };
        }
    }

    // "Set Brazil's failure rate against last week's", "put Paris beside Lyon": to compare it.
    private static void SetAgainst(List<Word> words)
    {
        var verb = words.FindIndex(word => word.Plain is "set" or "put" or "hold" or "pit" or "weigh");
        if (verb is < 0 or > LastOfOrder || words.FindIndex(verb, word => word.Plain == "against") < 0) return;
        words[verb] = words[verb] with { Plain = "compare", Stem = "compare" };
    }

    // "How long does a session in Japan last": the verb, unless a time follows it ("how long did they watch last week").
    private static void Lasting(List<Word> words)
    {
        for (var i = 1; i < words.Count; i++)
        {
            if (!IsLasting(words, i) || (i + 1 < words.Count && IsTime(words[i + 1]))) continue;
            words[i] = words[i] with { Plain = "lasted", Stem = "lasted" };
        }
    }

    private static bool IsLasting(List<Word> words, int i) => words[i].Plain switch
    {
        "lasts" => true,
        "last" => words[i - 1].Plain is "session" or "sessions" or "stall" or "stalls" or "they" or "it"
            || Enumerable.Range(1, i - 1).Any(at => words[at].Plain == "long" && words[at - 1].Plain == "how"),
        _ => false,
    };

    private static bool IsTime(Word word) => word.Number is not null || CalendarWords.IsNamed(word.Plain);
}
