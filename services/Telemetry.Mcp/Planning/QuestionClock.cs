using Microsoft.Extensions.Options;

namespace Telemetry.Mcp.Planning;

/// <summary>The clock of questions; section <c>Clock</c>.</summary>
public sealed class ClockOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Clock";

    /// <summary>ISO-8601 instant at which the clock stands still, to ask about a data set of the past; null for the real time.</summary>
    public DateTimeOffset? Now { get; set; }
}

/// <summary>The present that "today" and "last hour" refer to.</summary>
public sealed class QuestionClock(TimeProvider time, IOptions<ClockOptions> options)
{
    /// <summary>The pinned instant, else the real time.</summary>
    public DateTimeOffset Now => (options.Value.Now ?? time.GetUtcNow()).ToUniversalTime();
}
