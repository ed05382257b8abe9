using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>Hours of the day: whether they are those of the viewers' own clocks, and "prime time".</summary>
internal static class HoursOfDay
{
    private const string ByUtc = "hour_of_day";
    private const string ByLocalTime = "local_hour";

    public static void Apply(Sentence sentence, Draft draft)
    {
        LocalTime(sentence, draft);
        PrimeTime(sentence, draft);
    }

    // "by hour of the day, local time" is one thing.
    private static void LocalTime(Sentence sentence, Draft draft)
    {
        if (draft.Dimensions.Contains(ByUtc) && (draft.Dimensions.Remove(ByLocalTime) || sentence.UseAll("local"))) MakeLocal(draft);
        foreach (var (i, token) in sentence.Free<DimensionToken>())
            if (token is { Id: ByLocalTime, Text: "local time" } && draft.Dimensions.Contains(ByUtc))
            {
                sentence.Use(i);
                MakeLocal(draft);
            }
    }

    private static void MakeLocal(Draft draft) => draft.Dimensions[draft.Dimensions.IndexOf(ByUtc)] = ByLocalTime;

    // "by local hour" and the like need no hour beside them.
    private static void PrimeTime(Sentence sentence, Draft draft)
    {
        if (!sentence.Has("primeTime")) return;
        sentence.UseAll("primeTime", "local");
        draft.Filters.Add(new PlanFilter(ByLocalTime, FilterOperator.Between, ["19", "22"]));
        foreach (var (i, unit) in sentence.Free<UnitToken>()) if (unit.Unit == "hour") sentence.Use(i);
    }
}
