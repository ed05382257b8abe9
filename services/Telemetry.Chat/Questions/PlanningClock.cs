using System.Globalization;
using Microsoft.Extensions.Options;
using Telemetry.ServiceDefaults;

namespace Telemetry.Chat.Questions;

/// <summary>
/// The present that questions are asked in: the system's, in steps, or the one that <c>Clock:Now</c> pins (ISO 8601), for evaluation on
/// a data set of the past.
/// </summary>
internal sealed class PlanningClock
{
    private readonly TimeProvider _time;
    private readonly long _step;
    private readonly DateTimeOffset? _pinned;

    /// <exception cref="InvalidSettingException">Clock:Now is no time.</exception>
    public PlanningClock(TimeProvider time, IOptions<ChatOptions> options, IConfiguration configuration)
    {
        _time = time;
        _step = TimeSpan.FromSeconds(options.Value.ClockStepSeconds).Ticks;
        if (configuration["Clock:Now"] is not { Length: > 0 } text) return;
        _pinned = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var pinned)
            ? pinned
            : throw new InvalidSettingException("Clock:Now", text, "must be a time such as 2026-03-18T20:30:00Z");
    }

    /// <summary>Now, rounded down to the step.</summary>
    public DateTimeOffset Now
    {
        get
        {
            if (_pinned is { } pinned) return pinned;
            var now = _time.GetUtcNow();
            return _step == 0 ? now : new DateTimeOffset(now.Ticks - now.Ticks % _step, TimeSpan.Zero);
        }
    }
}
