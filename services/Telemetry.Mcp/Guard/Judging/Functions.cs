using System.Collections.Frozen;
using System.Globalization;
using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Judging;

/// <summary>
/// The functions that may be called: Trino's, without side effects, that read nothing but their arguments, and with bounded results.
/// A function that isn't here isn't called, whatever it may be.
/// </summary>
internal static class Functions
{
    // A text or an array that one call may make.
    private const int MaxMadeLength = 10_000;

    private const int MaxPatternLength = 500;

    private static readonly FrozenDictionary<string, (int Least, int Most)> Arguments = Table(
        // Aggregates.
        ("count", 0, 1), ("sum", 1, 1), ("avg", 1, 1), ("min", 1, 1), ("max", 1, 1), ("count_if", 1, 1), ("approx_distinct", 1, 1),
        ("approx_percentile", 2, 2), ("stddev", 1, 1), ("stddev_samp", 1, 1), ("stddev_pop", 1, 1), ("variance", 1, 1), ("var_samp", 1, 1),
        ("var_pop", 1, 1), ("corr", 2, 2), ("covar_samp", 2, 2), ("covar_pop", 2, 2), ("regr_slope", 2, 2), ("regr_intercept", 2, 2),
        ("max_by", 2, 2), ("min_by", 2, 2), ("arbitrary", 1, 1), ("any_value", 1, 1), ("bool_and", 1, 1), ("bool_or", 1, 1), ("every", 1, 1),
        ("skewness", 1, 1), ("kurtosis", 1, 1), ("grouping", 1, 16),
        // Windows.
        ("row_number", 0, 0), ("rank", 0, 0), ("dense_rank", 0, 0), ("percent_rank", 0, 0), ("cume_dist", 0, 0), ("ntile", 1, 1),
        ("lag", 1, 3), ("lead", 1, 3), ("first_value", 1, 1), ("last_value", 1, 1), ("nth_value", 2, 2),
        // Numbers.
        ("abs", 1, 1), ("ceil", 1, 1), ("ceiling", 1, 1), ("floor", 1, 1), ("round", 1, 2), ("truncate", 1, 1), ("sqrt", 1, 1), ("cbrt", 1, 1),
        ("power", 2, 2), ("pow", 2, 2), ("exp", 1, 1), ("ln", 1, 1), ("log2", 1, 1), ("log10", 1, 1), ("mod", 2, 2), ("sign", 1, 1), ("pi", 0, 0),
        ("greatest", 1, 32), ("least", 1, 32), ("is_nan", 1, 1), ("is_finite", 1, 1), ("is_infinite", 1, 1), ("width_bucket", 4, 4),
        ("degrees", 1, 1), ("radians", 1, 1), ("sin", 1, 1), ("cos", 1, 1), ("asin", 1, 1), ("acos", 1, 1), ("atan2", 2, 2),
        // Choice.
        ("coalesce", 1, 32), ("nullif", 2, 2), ("if", 2, 3),
        // Texts.
        ("lower", 1, 1), ("upper", 1, 1), ("length", 1, 1), ("trim", 1, 1), ("ltrim", 1, 1), ("rtrim", 1, 1), ("substr", 2, 3), ("substring", 2, 3),
        ("concat", 2, 32), ("concat_ws", 2, 32), ("replace", 2, 3), ("reverse", 1, 1), ("strpos", 2, 2), ("starts_with", 2, 2), ("split_part", 3, 3),
        ("lpad", 3, 3), ("rpad", 3, 3), ("regexp_like", 2, 2), ("regexp_extract", 2, 3),
        // Times.
        ("date_trunc", 2, 2), ("date_diff", 3, 3), ("date_add", 3, 3), ("date", 1, 1), ("now", 0, 0), ("year", 1, 1), ("quarter", 1, 1), ("month", 1, 1),
        ("week", 1, 1), ("day", 1, 1), ("day_of_week", 1, 1), ("day_of_month", 1, 1), ("day_of_year", 1, 1), ("dow", 1, 1), ("doy", 1, 1), ("hour", 1, 1),
        ("minute", 1, 1), ("second", 1, 1), ("from_iso8601_timestamp", 1, 1), ("from_iso8601_date", 1, 1), ("from_unixtime", 1, 1), ("to_unixtime", 1, 1),
        ("to_iso8601", 1, 1), ("at_timezone", 2, 2), ("with_timezone", 2, 2), ("last_day_of_month", 1, 1), ("date_format", 2, 2), ("format_datetime", 2, 2),
        // Arrays.
        ("sequence", 2, 3), ("cardinality", 1, 1), ("array_agg", 1, 1));

    private static readonly FrozenSet<string> Fields =
        new[] { "year", "quarter", "month", "week", "day", "doy", "hour", "minute", "second" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OnlyWindows =
        new[] { "row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead", "first_value", "last_value", "nth_value" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Refuses calls of functions that aren't here, and calls whose result has no bound.</summary>
    public static void Judge(Expression expression)
    {
        switch (expression)
        {
            case Call call:
                Judge(call);
                break;
            case Extract { Field: "dow" or "isodow" or "dayofweek" }:
                throw new StatementRefusedException("extract(dow …) counts differently in different engines; write day_of_week(x), 1 for Monday to 7.");
            case Extract extract when !Fields.Contains(extract.Field):
                throw new StatementRefusedException($"extract can't take '{extract.Field}'; it takes {string.Join(", ", Fields.Order())}.");
        }
    }

    /// <summary>The length of a sequence of constant bounds; null when it is unbounded or unknown.</summary>
    public static long? LengthOfSequence(Call sequence)
    {
        if (sequence.Arguments is not [var first, var last, ..]) return null;
        var span = (Moment(first), Moment(last)) switch
        {
            ({ } from, { } to) => Math.Abs(to - from),
            _ => double.NaN,
        };
        var step = sequence.Arguments.Count < 3 ? (first is Literal ? 1d : TimeSpan.FromDays(1).TotalSeconds) : Math.Abs(StepOf(sequence.Arguments[2]) ?? double.NaN);
        var length = span / step + 1;
        return double.IsFinite(length) ? (long)Math.Min(length, long.MaxValue / 2) : null;
    }

    private static void Judge(Call call)
    {
        if (!Arguments.TryGetValue(call.Name, out var range))
            throw new StatementRefusedException($"The function {Shown(call.Name)}(…) may not be called here. {Instead(call.Name)}");
        if (call.Arguments.Count < range.Least || call.Arguments.Count > range.Most)
        {
            var expected = range.Least == range.Most ? $"{range.Least}" : $"{range.Least} to {range.Most}";
            throw new StatementRefusedException($"{call.Name}(…) has {call.Arguments.Count} arguments; it takes {expected}.");
        }

        switch (call.Name)
        {
            case "lpad" or "rpad" when !(call.Arguments[1] is Literal { Kind: LiteralKind.Number } length && NumberOf(length) is >= 0 and <= MaxMadeLength):
                throw new StatementRefusedException($"The length of {call.Name}(…) must be a number of at most {MaxMadeLength:N0}.");
            case "sequence" when LengthOfSequence(call) is not (>= 0 and <= MaxMadeLength):
                throw new StatementRefusedException($"The bounds of sequence(…) must be constants with at most {MaxMadeLength:N0} steps between them.");
            case "regexp_like" or "regexp_extract" when call.Arguments[1] is not Literal { Kind: LiteralKind.Text, Text.Length: <= MaxPatternLength }:
                throw new StatementRefusedException($"The pattern of {call.Name}(…) must be a text of at most {MaxPatternLength} characters.");
        }
    }

    /// <summary>Refuses window functions without OVER.</summary>
    public static void JudgeOutsideWindow(Call call)
    {
        if (OnlyWindows.Contains(call.Name)) throw new StatementRefusedException($"{call.Name}() needs OVER (…).");
    }

    private static double? Moment(Expression expression) => expression switch
    {
        Literal { Kind: LiteralKind.Number } number => NumberOf(number),
        Prefix { Operator: "-", Operand: Literal { Kind: LiteralKind.Number } number } => -NumberOf(number),
        Cast { Value: Literal { Kind: LiteralKind.Text } text, Type: "date" or "timestamp" or "timestamp(3)" }
            when DateTime.TryParse(text.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            => (time - DateTime.UnixEpoch).TotalSeconds,
        _ => null,
    };

    private static double? StepOf(Expression step) => step switch
    {
        Literal { Kind: LiteralKind.Number } number => NumberOf(number) is 0 ? null : NumberOf(number),
        Prefix { Operator: "-", Operand: var operand } => StepOf(operand),
        Interval interval when double.TryParse(interval.Amount, CultureInfo.InvariantCulture, out var amount) && amount != 0 => amount * interval.Unit switch
        {
            "SECOND" => 1,
            "MINUTE" => 60,
            "HOUR" => 3_600,
            "DAY" => 86_400,
            "MONTH" => 28 * 86_400,
            _ => 365 * 86_400,
        },
        _ => null,
    };

    private static double? NumberOf(Literal number) => double.TryParse(number.Text, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Shown(string name) => name.Length <= 40 ? name : $"{name[..40]}…";

    private static string Instead(string name) => name switch
    {
        "repeat" => "lpad('', n, text) makes a text of a given length.",
        "random" or "rand" or "uuid" or "gen_random_uuid" => "Equal statements must give equal results.",
        "arg_max" => "Write max_by(x, y).",
        "arg_min" => "Write min_by(x, y).",
        "median" => "Write approx_percentile(x, 0.5).",
        "quantile" or "quantile_cont" or "approx_quantile" or "percentile_cont" => "Write approx_percentile(x, p).",
        "strftime" or "to_char" => "Write date_format(x, format).",
        "list" or "group_concat" or "string_agg" or "listagg" => "Group by the column instead.",
        _ => "Only Trino's functions for numbers, texts, times and aggregates that both engines have may be called.",
    };

    private static FrozenDictionary<string, (int Least, int Most)> Table(params (string Name, int Least, int Most)[] functions) =>
        functions.ToFrozenDictionary(function => function.Name, function => (function.Least, function.Most), StringComparer.Ordinal);
}
