using System.Collections.Frozen;

namespace Telemetry.Semantics.Grammar;

/// <summary>The words for "by" that mean one by one; what else they may mean is for the rule that asks.</summary>
internal static class EachWords
{
    private static readonly FrozenSet<string> BehindNames = ["each", "of each", "for each", "in each", "on each"];

    private static readonly FrozenSet<string> BeforeOne =
        ["each", "every", "for each", "for every", "in each", "in every", "per each", "of each", "within each"];

    /// <summary>It may close a sentence, and speak of what was named before: "sessions in Spain and Italy, each".</summary>
    public static bool Closes(string by) => BehindNames.Contains(by);

    /// <summary>It may stand before what is divided by: "errors in every session".</summary>
    public static bool Divides(string by) => BeforeOne.Contains(by);
}
