using System.Text.Json.Serialization;

namespace Telemetry.Semantics.Plans;

/// <summary>Kinds of charts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChartKind>))]
public enum ChartKind
{
    /// <summary>One large number.</summary>
    [JsonStringEnumMemberName("number")] Number,

    /// <summary>Bars, one a category.</summary>
    [JsonStringEnumMemberName("bar")] Bar,

    /// <summary>Bars, one a category and series.</summary>
    [JsonStringEnumMemberName("groupedBar")] GroupedBar,

    /// <summary>Lines over time.</summary>
    [JsonStringEnumMemberName("line")] Line,

    /// <summary>Parts of a whole.</summary>
    [JsonStringEnumMemberName("donut")] Donut,

    /// <summary>Just the table.</summary>
    [JsonStringEnumMemberName("table")] Table,
}
