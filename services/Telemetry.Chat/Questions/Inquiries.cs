using System.Text.RegularExpressions;
using Telemetry.Chat.History;
using Telemetry.Grpc.Errors;

namespace Telemetry.Chat.Questions;

/// <summary>How a door spells the fields of a question, for its error messages.</summary>
internal sealed record FieldNames(string Session, string Message, string Filters)
{
    public static FieldNames Rest { get; } = new("sessionId", "message", "boundFilters");

    public static FieldNames Grpc { get; } = new("session_id", "message", "bound_filters");
}

/// <summary>Lets only questions in that keep the contract's limits.</summary>
internal static partial class Inquiries
{
    public const int LongestMessage = 2_000;
    private const int MostValues = 64;
    private const int LongestValue = 128;
    private static readonly string[] Dimensions = ["device_type", "quality", "country", "state", "city"];

    /// <exception cref="InvalidArgumentException">A field is outside of its limits.</exception>
    public static Inquiry Check(
        Caller caller, string? sessionId, string? message, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> boundFilters, FieldNames names)
    {
        var session = CheckSession(caller, sessionId, names.Session);
        if (message is { Length: > LongestMessage })
            throw new InvalidArgumentException(names.Message, FormattableString.Invariant($"{message.Length:N0} characters long"), $"at most {LongestMessage:N0} characters");
        var text = Clean(message ?? "");
        if (text.Length == 0) throw new InvalidArgumentException(names.Message, "empty", $"a question of 1 to {LongestMessage:N0} characters");
        return new Inquiry(session, text, CheckFilters(boundFilters, names.Filters));
    }

    /// <exception cref="InvalidArgumentException">It is no session id.</exception>
    public static SessionKey CheckSession(Caller caller, string? sessionId, string field)
    {
        if (sessionId is null || !SessionId().IsMatch(sessionId))
            throw new InvalidArgumentException(field, Quoted(sessionId), "1 to 128 characters of A-Z a-z 0-9 _ -");
        return new SessionKey(caller, sessionId);
    }

    /// <summary>What was found, as an error message quotes it.</summary>
    public static string Quoted(string? text) => text switch
    {
        null or "" => "missing",
        { Length: > 40 } => $"'{Clean(text[..40])}…'",
        _ => $"'{Clean(text)}'",
    };

    private static Dictionary<string, IReadOnlyList<string>> CheckFilters(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> filters, string field)
    {
        var kept = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (dimension, values) in filters)
        {
            if (!Dimensions.Contains(dimension))
                throw new InvalidArgumentException(field, $"about {Quoted(dimension)}", $"one of {string.Join(", ", Dimensions)}");
            if (values.Count > MostValues)
                throw new InvalidArgumentException($"{field}.{dimension}", $"{values.Count:N0} values", $"at most {MostValues} values");
            if (values.FirstOrDefault(value => value.Length is 0 or > LongestValue) is { } wrong)
                throw new InvalidArgumentException($"{field}.{dimension}", Quoted(wrong), $"values of 1 to {LongestValue} characters");
            if (values.Count > 0) kept[dimension] = values;
        }

        return kept;
    }

    // Control characters mean nothing in a question, and a database or a terminal may take them for something.
    private static string Clean(string text) => ControlCharacters().Replace(text, " ").Trim();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,128}\\z")]
    private static partial Regex SessionId();

    [GeneratedRegex(@"\p{Cc}+")]
    private static partial Regex ControlCharacters();
}
