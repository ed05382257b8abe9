using System.Text.Json;
using Telemetry.Lake.Queries;

namespace Telemetry.Mcp.Tools;

/// <summary>What a tool answers instead of a result; <c>{"error": {kind, message, retryable}}</c> on the wire.</summary>
/// <param name="Kind">A <see cref="QueryErrorKind"/> in camel case, <c>refused</c>, <c>invalid</c> or <c>cancelled</c>.</param>
/// <param name="Message">For people: what was found, what was expected, what to do.</param>
/// <param name="Retryable">The same call may succeed later.</param>
public sealed record ToolError(string Kind, string Message, bool Retryable);

/// <summary>Ends a tool's call with a <see cref="ToolError"/>.</summary>
public sealed class ToolFailureException(ToolError error, Exception? innerException = null) : Exception(error.Message, innerException)
{
    /// <summary>What the caller is told.</summary>
    public ToolError Error { get; } = error;

    /// <summary>The statement or the question isn't allowed; asking again in the same way doesn't help.</summary>
    public static ToolFailureException Refused(string message) => new(new ToolError("refused", message, Retryable: false));

    /// <summary>An argument is missing or wrong.</summary>
    public static ToolFailureException Invalid(string message, Exception? innerException = null) => new(new ToolError("invalid", message, Retryable: false), innerException);

    /// <summary>An engine's error.</summary>
    public static ToolFailureException Of(QueryError error, Exception? innerException = null) => new(
        new ToolError(
            JsonNamingPolicy.CamelCase.ConvertName(error.Kind.ToString()),
            error.Message,
            Retryable: error.Kind is QueryErrorKind.Throttled or QueryErrorKind.Unavailable),
        innerException);
}
