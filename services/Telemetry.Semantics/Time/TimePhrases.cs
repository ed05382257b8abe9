using System.Collections.Frozen;

namespace Telemetry.Semantics.Time;

/// <summary>The longer lists of phrases that the grammar of times looks for.</summary>
internal static class TimePhrases
{
    public static readonly string[] Now =
    [
        "now", "right now", "just now", "live now", "live right now", "as of now", "as of right now", "as we speak", "atm",
        "live", "live at the moment", "in real time", "realtime", "real time", "current", "currently", "present", "presently", "at present",
        "at the moment", "at this moment", "at this very moment", "right at this moment", "at the present moment", "at the current moment",
        "at this precise moment", "this moment", "this very moment", "right this moment",
        "this instant", "at this instant", "right this instant",
        "this second", "this very second", "at this second", "right this second",
        "this minute", "this very minute", "at this minute", "at the minute", "right this minute",
        "at this point in time", "at this time",
    ];

    public static readonly string[] AllTime =
    [
        "all time", "of all time", "all history", "the entire history", "full history", "all available data", "the whole data set",
        "since the beginning", "since the very beginning", "since the start", "since launch", "since forever", "ever since",
        "since records began", "since day one",
    ];

    /// <summary>What "the same" is followed by when a time is meant.</summary>
    public static readonly string[] SameNouns =
    [
        "period", "time period", "elapsed period", "hour", "hours", "clock hours", "number of hours", "hours of the day",
        "day", "days", "few days", "number of days", "weekday", "weekdays", "day of the week",
        "time", "times", "time of day", "time of the day", "elapsed time", "amount of time", "length of time", "duration",
        "time frame", "timeframe", "time span", "timespan", "span", "stretch", "window", "time window", "time range", "interval",
        "point", "point in time", "moment", "part", "portion", "slice",
    ];

    /// <summary>As much of another period as has gone by of this one.</summary>
    public static readonly string[] SameSoFar =
    [
        "by now", "by this time", "by this point", "at this point", "to this point", "up to this time", "up to this point",
        "up to the same time", "until this time", "till this time", "through this time",
    ];

    public static readonly string[] Since =
    [
        "since", "ever since", "since last", "as of", "from", "onwards from", "after",
        "starting", "starting on", "starting from", "starting with", "beginning", "beginning on", "beginning with",
    ];

    /// <summary>What may follow where a time starts that goes on to the present.</summary>
    public static readonly string[] UntilNow =
    [
        "on", "onward", "onwards", "and later", "or later", "and after",
        "to now", "until now", "till now", "up to now", "up until now", "through now",
        "to date", "to today", "until today", "up to today", "through today", "until the present",
    ];

    /// <summary>What may follow an "on" that goes on to the present: nothing, or the next phrase.</summary>
    public static readonly FrozenSet<string> BehindOn =
        ["", ",", "by", "per", "in", "for", "of", "with", "and", "each", "grouped", "split", "broken", "how", "what", "which", "please"];

    /// <summary>A period right before another one: "the day before that".</summary>
    public static readonly string[] Before =
    [
        "before", "before that", "before it", "before this", "earlier", "prior", "prior to that", "previously",
        "preceding it", "preceding that",
    ];

    public static readonly string[] After =
    [
        "after", "after that", "later", "afterwards", "thereafter", "following", "following that",
    ];

    /// <summary>The period before, where its unit was said of this one: "this week over last".</summary>
    public static readonly string[] LastOne =
    [
        "last", "the last", "the last one", "previous", "the previous", "the previous one", "the one before", "the one before that",
        "the prior one",
    ];

    public static readonly string[] Weekend =
    [
        "the weekend", "weekend", "last weekend", "the last weekend", "this past weekend", "the past weekend", "past weekend",
        "the previous weekend", "the most recent weekend",
        "saturday and sunday", "saturday & sunday", "saturday plus sunday", "saturday + sunday",
    ];

    public static readonly string[] WeekendBefore =
    [
        "the weekend before last", "weekend before last", "the weekend before that", "the weekend before", "weekend before",
    ];

    /// <summary>Words between the two sides of a comparison.</summary>
    public static readonly FrozenSet<string> ComparingWords =
        ["over", "vs", "versus", "v", "against", "compared", "comparing", "to", "with", "than", "and", "or", "from"];

    /// <summary>Words before a month's name that leave no doubt that it is one.</summary>
    public static readonly FrozenSet<string> BeforeMonths =
        ["in", "during", "since", "for", "of", "from", "all", "vs", "versus", "to", "than", "with"];
}
