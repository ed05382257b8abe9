using Telemetry.Semantics.Plans;

namespace Telemetry.Semantics.Grammar;

/// <summary>Shares that are measures: failed sessions of sessions, errors of events.</summary>
internal static class NamedRates
{
    private static readonly (string[] Counted, string Rate)[] Rates =
    [
        (["failed_sessions"], "failed_session_rate"),
        (["failed_sessions", "sessions"], "failed_session_rate"),
        (["errors", "sessions"], "failed_session_rate"),
        (["completed_sessions"], "completion_rate"),
        (["completed_sessions", "sessions"], "completion_rate"),
        (["errors", "events"], "error_rate"),
    ];

    /// <summary>Measures the rate that a share of what is measured has as its name; false when there is none.</summary>
    public static bool Take(Draft draft)
    {
        var counted = draft.Measures.Where(measure => measure.Per is null).Select(measure => measure.Id).ToHashSet();
        if (Array.Find(Rates, rate => counted.SetEquals(rate.Counted)).Rate is { } named)
        {
            draft.Measures.Clear();
            draft.Measures.Add(new PlanMeasure(named));
            return true;
        }
        if (counted.SetEquals(["viewers", "errors"]))
        {
            draft.Measures.RemoveAll(measure => measure.Id == "errors");
            draft.Analysis = Analysis.Share;
            draft.Part.Add(new PlanFilter("event_type", FilterOperator.In, ["error"]));
            return true;
        }
        return draft.Measures
            is [{ Id: "error_rate" or "failed_session_rate" or "completion_rate" or "retention_rate" or "rebuffering_ratio" }];
    }
}
