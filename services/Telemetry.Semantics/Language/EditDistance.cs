namespace Telemetry.Semantics.Language;

/// <summary>How many slips of the pen part two words: a letter missing, added, wrong, or swapped with its neighbour.</summary>
internal static class EditDistance
{
    public static int Of(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1], last = stackalloc int[b.Length + 1], row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            last.CopyTo(before);
            row.CopyTo(last);
        }
        return last[b.Length];
    }

    /// <summary>
    /// They differ by one letter that sounds like the other, or lies beside it on a keyboard (QWERTY): "devise" for "device".
    /// </summary>
    public static bool IsNearMiss(string a, string b)
    {
        if (a.Length != b.Length) return false;
        var i = 0;
        while (i < a.Length && a[i] == b[i]) i++;
        return i < a.Length && a.AsSpan(i + 1).SequenceEqual(b.AsSpan(i + 1)) && (SoundsLike(a[i], b[i]) || Beside(a[i], b[i]));
    }

    private static bool SoundsLike(char a, char b) =>
        Sounds.Any(sound => sound.Contains(a, StringComparison.Ordinal) && sound.Contains(b, StringComparison.Ordinal));

    private static bool Beside(char a, char b) => Keys.Any(row =>
    {
        var (first, second) = (row.IndexOf(a, StringComparison.Ordinal), row.IndexOf(b, StringComparison.Ordinal));
        return first >= 0 && second >= 0 && Math.Abs(first - second) == 1;
    });

    private static readonly string[] Sounds = ["aeiouy", "csz", "ckq", "dt", "bp", "vf", "gj", "mn"];
    private static readonly string[] Keys = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

    /// <summary>They differ by two neighbouring letters that changed places.</summary>
    public static bool IsSwap(string a, string b)
    {
        if (a.Length != b.Length) return false;
        var i = 0;
        while (i < a.Length && a[i] == b[i]) i++;
        return i + 1 < a.Length && a[i] == b[i + 1] && a[i + 1] == b[i] && a.AsSpan(i + 2).SequenceEqual(b.AsSpan(i + 2));
    }
}
