using System.Text.Json.Serialization;

namespace Telemetry.Semantics.Plans;

/// <summary>What is done with the measures of a plan.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Analysis>))]
public enum Analysis
{
    /// <summary>They are computed, for each group.</summary>
    [JsonStringEnumMemberName("aggregate")] Aggregate,

    /// <summary>The part of a whole that a group or a filter has, in percent.</summary>
    [JsonStringEnumMemberName("share")] Share,

    /// <summary>Pearson's correlation of two of them over rows.</summary>
    [JsonStringEnumMemberName("correlation")] Correlation,

    /// <summary>Time buckets whose value is far from the median of all of them.</summary>
    [JsonStringEnumMemberName("anomaly")] Anomaly,

    /// <summary>The mean (or another statistic) of a measure's values a time bucket.</summary>
    [JsonStringEnumMemberName("bucketStatistic")] BucketStatistic,

    /// <summary>How many groups are within the limits: titles with more than 100 viewers.</summary>
    [JsonStringEnumMemberName("groupCount")] GroupCount,

    /// <summary>Facts about titles themselves, not about who watched them.</summary>
    [JsonStringEnumMemberName("titles")] Titles,
}
