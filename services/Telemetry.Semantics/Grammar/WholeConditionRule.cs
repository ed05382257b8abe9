using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>
/// Conditions on single sessions and single viewers: "how many sessions longer than 30 minutes", "share of sessions that stalled more than
/// twice", "viewers who watched more than 3 titles". Sessions that are to be listed are left to the rule for individuals; viewers are
/// counted, never listed.
/// </summary>
internal sealed class WholeConditionRule(SemanticCatalogue catalogue) : IRule
{
    private readonly WholeConditions _conditions = new(catalogue);

    public void Apply(Sentence sentence, Draft draft)
    {
        foreach (var (i, whole) in sentence.Free<MeasureToken>())
        {
            if (Named(sentence, draft, i, whole) || Stalled(sentence, draft, i, whole)) continue;
            if (whole.Id is not ("sessions" or "viewers") || sentence.WordBefore(i) is "where" or "whose") continue;
            if (_conditions.Read(sentence, draft, i, whole.Id) is not { } condition) continue;
            Take(sentence, draft, i, whole, condition);
        }
    }

    // "Watch time of failed sessions", "sessions with errors and stalls": sessions that are told by a name which is a measure, too.
    private bool Named(Sentence sentence, Draft draft, int i, MeasureToken sessions)
    {
        if (WholeConditions.Named(sessions, i) is not { } condition) return false;
        var isPlace = IsPlace(sentence, i, sessions);
        var isRate = sessions.Id == "failed_session_rate";
        var saysHad = sessions.Text.Split(' ').Any(word => word is "with" or "had");
        var next = saysHad || sentence.Is(i + 1, "with", "had")
            ? _conditions.ReadNext(sentence, draft, i, condition, "sessions")
            : null;
        if (next is null && (isRate || !isPlace)) return false;
        sentence.Use(i, (next ?? condition).Last);
        if (isRate) draft.Analysis = Analysis.Share;
        var filters = isRate || (!isPlace && IsShare(sentence, i)) ? draft.Part : draft.Filters;
        filters.AddRange(new[] { condition, next }.OfType<WholeCondition>().Select(one => one.Filter));
        if (!isPlace) draft.Measures.Add(new PlanMeasure("sessions"));
        return true;
    }

    // "Stalled sessions by ISP", "bandwidth of stalled sessions"
    private static bool Stalled(Sentence sentence, Draft draft, int i, MeasureToken whole)
    {
        if (whole.Id != "sessions" || WholeConditions.Before(sentence, i) is not { } condition) return false;
        sentence.Use(i - 1);
        if (IsPlace(sentence, i - 1, whole)) sentence.Use(i);
        (IsShare(sentence, i) ? draft.Part : draft.Filters).Add(condition.Filter);
        return true;
    }

    private void Take(Sentence sentence, Draft draft, int subject, MeasureToken whole, WholeCondition condition)
    {
        var isPlace = IsPlace(sentence, subject, whole);
        var filters = IsPart(sentence, subject, condition.Last) ? draft.Part : draft.Filters;
        var next = _conditions.ReadNext(sentence, draft, subject, condition, whole.Id);
        if (condition.IsAnyError && next is null && !isPlace) return;
        var last = (next ?? condition).Last;
        if (!isPlace && (whole.Id == "sessions" || (next is not null && condition.Spoken)) && !IsCounted(sentence, subject, last))
        {
            if (condition.Spoken) AskForNumber(draft, whole);
            return;
        }
        for (var used = subject + 1; used <= last; used++) if (IsOfCondition(sentence, used)) sentence.Use(used);
        if (isPlace) sentence.Use(subject);
        foreach (var one in new[] { condition, next }.OfType<WholeCondition>())
        {
            if (filters.Exists(other => other.Dimension == one.Filter.Dimension)) AskForOne(draft);
            filters.Add(one.Filter);
        }
    }

    private static bool IsOfCondition(Sentence sentence, int i) =>
        sentence[i] is not (ValueToken or TimeToken) && !sentence.Is(i, "share");

    // Of "the share of 4K among sessions longer than an hour", the condition limits the whole.
    private static bool IsPart(Sentence sentence, int subject, int last)
    {
        if (!IsShare(sentence, last)) return false;
        var before = sentence.WordsBefore(subject, 2).Where(word => word is not ("all" or "the")).LastOrDefault();
        if (before is not ("in" or "among" or "within" or "of" or "for")) return true;
        var share = sentence.All("share").First();
        return share > subject || !Enumerable.Range(share, subject - share).Any(i => sentence[i] is ValueToken);
    }

    // "Share of sessions that ...", "sessions that ..., as a percentage".
    private static bool IsShare(Sentence sentence, int last) =>
        sentence.All("share").Any(i => i < last || sentence[i]!.Text.StartsWith("as ", StringComparison.Ordinal));

    private static void AskForOne(Draft draft) => draft.Ask(
        "Those are two conditions on the same. Which one is meant? Ask for one at a time.");

    private static void AskForNumber(Draft draft, MeasureToken whole) => draft.Ask(
        $"Is the number of these {(whole.Id == "sessions" ? "sessions" : "viewers")} meant?",
        new Choice("Their number", whole.Text, $"number of {whole.Text}"),
        new Choice("Their number per day", null, "per day"));

    // Their number is asked for, not they themselves.
    private static bool IsCounted(Sentence sentence, int i, int last) =>
        WholeConditions.IsNumberAsked(sentence, i)
        || Enumerable.Range(i, last - i).Any(at => sentence.Is(at, "count"))
        || IsShare(sentence, last)
        || sentence[i - 1] is StatisticToken { Statistic: "sum" }
        || sentence.Has("versus") || sentence.Has("compare") || sentence.Has("than") || sentence.Has("change")
        || Enumerable.Range(0, sentence.Count).Any(at =>
            (at < i || at > last) && sentence[at] is DimensionToken or GrainToken or UnitToken);

    // "errors in sessions longer than ...": something else is measured.
    private static bool IsPlace(Sentence sentence, int i, MeasureToken whole) =>
        sentence.WordBefore(i) is "in" or "of" or "for" or "during" or "within" or "did" or "do" or "does"
        && sentence.Tokens.Take(i).Any(token => token is MeasureToken other && other.Id != whole.Id);
}
