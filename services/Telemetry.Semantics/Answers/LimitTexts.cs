using System.Globalization;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Sql;

namespace Telemetry.Semantics.Answers;

/// <summary>Filters and thresholds in words.</summary>
internal sealed class LimitTexts(SemanticCatalogue catalogue)
{
    /// <summary>"Country is Germany or France", "Start-up time is over 2000 ms".</summary>
    public string Filter(PlanFilter filter)
    {
        var dimension = catalogue.Dimension(filter.Dimension);
        var values = string.Join(" or ", filter.Values);
        var unit = Spaced(dimension.Unit);
        return filter.Operator switch
        {
            FilterOperator.In => $"{dimension.Name} is {values}",
            FilterOperator.NotIn => $"{dimension.Name} is not {values}",
            FilterOperator.Between => $"{dimension.Name} is {filter.Values[0]} to {filter.Values[1]}{unit}",
            FilterOperator.Over => $"{dimension.Name} is over {values}{unit}",
            FilterOperator.AtLeast => $"{dimension.Name} is at least {values}{unit}",
            FilterOperator.Under => $"{dimension.Name} is under {values}{unit}",
            _ => $"{dimension.Name} is at most {values}{unit}",
        };
    }

    /// <summary>"Errors more than 20", "Share at least 5 %".</summary>
    public string Threshold(QueryPlan plan, PlanThreshold threshold)
    {
        var measure = plan.Measures.FirstOrDefault(measure => measure.Id == threshold.Measure) ?? plan.Measures[0];
        var (name, unit) = plan.Analysis switch
        {
            Analysis.Share => ("Share", "%"),
            Analysis.Correlation => ("Correlation", ""),
            _ => (Naming.Measure(measure, catalogue), measure.Per is null ? catalogue.Measure(measure.Id).Unit : ""),
        };
        return $"{name} {Limit(threshold)}{Spaced(unit)}";
    }

    private static string Limit(PlanThreshold threshold)
    {
        var value = Number(threshold.Value);
        return threshold.Operator switch
        {
            FilterOperator.Over => $"more than {value}",
            FilterOperator.AtLeast => $"at least {value}",
            FilterOperator.Under => $"less than {value}",
            FilterOperator.Between => $"{value} to {Number(threshold.Upper)}",
            _ => $"at most {value}",
        };
    }

    private static string? Number(double? value) => value?.ToString("#,0.###", CultureInfo.InvariantCulture);

    private static string Spaced(string unit) => unit.Length == 0 ? "" : $" {unit}";
}
