using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Filtering;

namespace Telemetry.Live.Views;

/// <summary>What the present window is compared with: the sums of the one before it.</summary>
internal sealed record EarlierTotals(CellValue All, long Errors, StartupTimes Startup)
{
    /// <summary>What passes a filter in a window.</summary>
    public static EarlierTotals Of(Tally window, CellMatcher matcher)
    {
        var (all, errors) = Sum(window.Cells, matcher);
        return new EarlierTotals(all, errors, StartupTimes.Of(window.Startup, matcher));
    }

    /// <summary>Everything that passes a filter in a cube, and the errors among it.</summary>
    public static (CellValue All, long Errors) Sum(Cube cube, CellMatcher matcher)
    {
        CellValue all = default;
        var errors = 0L;
        for (var i = 0; i < cube.Count; i++)
        {
            ref readonly var value = ref cube.Values[i];
            if (value.Events == 0 || !matcher.Matches(cube.Keys[i]))
                continue;
            all.Add(value);
            if (cube.Keys[i].Type == EventType.Error)
                errors += value.Events;
        }
        return (all, errors);
    }
}
