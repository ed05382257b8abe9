using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Athena;

/// <summary>
/// Athena's errors in the terms of this project: those of its API (a type and a message) and those of executions (a reason that begins with
/// Trino's name of the error). Sources: https://docs.aws.amazon.com/athena/latest/APIReference/CommonErrors.html and
/// https://github.com/trinodb/trino, StandardErrorCode.
/// </summary>
internal static partial class AthenaErrors
{
    /// <summary>The same request may succeed a moment later.</summary>
    public static bool MayPass(QueryErrorKind kind) => kind is QueryErrorKind.Throttled or QueryErrorKind.Unavailable;

    /// <summary>A refused request.</summary>
    public static QueryException OfResponse(HttpResponseMessage response, byte[] body)
    {
        var (type, message) = Read(response, body);
        var kind = type switch
        {
            "TooManyRequestsException" or "ThrottlingException" or "Throttling" or "RequestLimitExceeded" => QueryErrorKind.Throttled,
            "AccessDeniedException" or "UnrecognizedClientException" or "InvalidSignatureException" or "ExpiredTokenException"
                or "MissingAuthenticationTokenException" or "IncompleteSignature" or "InvalidClientTokenId" or "NotAuthorized" => QueryErrorKind.Denied,
            "ResourceNotFoundException" or "MetadataException" => QueryErrorKind.NotFound,
            "InvalidRequestException" when NotFound().IsMatch(message) => QueryErrorKind.NotFound,
            "InvalidRequestException" when message.Contains("next", StringComparison.OrdinalIgnoreCase) && message.Contains("token", StringComparison.OrdinalIgnoreCase) =>
                QueryErrorKind.NotFound,
            "InvalidRequestException" or "ValidationException" => QueryErrorKind.BadSql,
            _ when response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => QueryErrorKind.Throttled,
            _ => QueryErrorKind.Unavailable,
        };
        var text = kind switch
        {
            QueryErrorKind.Throttled => "Athena has too many requests at the moment. Try again in a few seconds.",
            QueryErrorKind.Denied => $"Athena refuses the credentials or the rights ({type}): {message}",
            QueryErrorKind.Unavailable => $"Athena broke ({(int)response.StatusCode} {type}): {message}",
            _ => message,
        };
        return new QueryException(new QueryError(kind, text));
    }

    /// <summary>A failed execution.</summary>
    /// <param name="status"><c>QueryExecution.Status</c>.</param>
    public static QueryError OfExecution(JsonElement status)
    {
        var reason = Text(status, "StateChangeReason");
        var category = 0;
        if (status.TryGetProperty("AthenaError", out var error))
        {
            if (reason.Length == 0) reason = Text(error, "ErrorMessage");
            if (error.TryGetProperty("ErrorCategory", out var found)) category = found.GetInt32();
        }
        var name = Name().Match(reason).Value;
        return new QueryError(Kind(name, reason, category), reason.Length > 0 ? reason : "Athena failed and gave no reason.");
    }

    private static QueryErrorKind Kind(string name, string reason, int category) => name switch
    {
        _ when MissingTable().IsMatch(reason) => QueryErrorKind.NotFound,
        "TABLE_NOT_FOUND" or "SCHEMA_NOT_FOUND" or "CATALOG_NOT_FOUND" => QueryErrorKind.NotFound,
        "PERMISSION_DENIED" or "INSUFFICIENT_PERMISSIONS" => QueryErrorKind.Denied,
        "SYNTAX_ERROR" or "COLUMN_NOT_FOUND" or "FUNCTION_NOT_FOUND" or "TYPE_MISMATCH" or "TYPE_NOT_FOUND" or "AMBIGUOUS_NAME"
            or "EXPRESSION_NOT_AGGREGATE" or "EXPRESSION_NOT_SCALAR" or "EXPRESSION_NOT_IN_DISTINCT" or "MISSING_GROUP_BY" or "MISSING_ORDER_BY"
            or "NOT_SUPPORTED" or "DUPLICATE_COLUMN_NAME" or "COLUMN_TYPE_UNKNOWN" or "MISMATCHED_COLUMN_ALIASES" or "INVALID_COLUMN_REFERENCE" =>
            QueryErrorKind.BadSql,
        "EXCEEDED_TIME_LIMIT" or "EXCEEDED_CPU_LIMIT" => QueryErrorKind.TimeLimit,
        "GENERIC_INTERNAL_ERROR" or "HIVE_METASTORE_ERROR" or "HIVE_FILESYSTEM_ERROR" or "SERVER_SHUTTING_DOWN" => QueryErrorKind.Unavailable,
        _ when reason.Contains("Access Denied", StringComparison.OrdinalIgnoreCase) => QueryErrorKind.Denied,
        _ when reason.Contains("Query timeout", StringComparison.OrdinalIgnoreCase) => QueryErrorKind.TimeLimit,
        _ when reason.Contains("Bytes scanned limit", StringComparison.OrdinalIgnoreCase) => QueryErrorKind.ScanLimit,
        // 1 is the system, 2 the user: https://docs.aws.amazon.com/athena/latest/APIReference/API_AthenaError.html
        _ => category == 1 ? QueryErrorKind.Unavailable : QueryErrorKind.Execution,
    };

    private static (string Type, string Message) Read(HttpResponseMessage response, byte[] body)
    {
        var type = response.Headers.TryGetValues("x-amzn-ErrorType", out var values) ? values.First() : "";
        var message = "";
        try
        {
            var answer = JsonElement.Parse(body);
            if (Text(answer, "__type") is { Length: > 0 } said) type = said;
            message = Text(answer, "Message") is { Length: > 0 } text ? text : Text(answer, "message");
        }
        catch (JsonException)
        {
            // A proxy's page; the status says enough.
        }
        // "com.amazonaws.athena#Type", "Type:http://…" or "Type".
        type = type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(':')[0];
        return (type, message.Length > 0 ? message : response.ReasonPhrase ?? "");
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    [GeneratedRegex("was not found|does not exist|not found", RegexOptions.IgnoreCase)]
    private static partial Regex NotFound();

    [GeneratedRegex("^[A-Z][A-Z_]+(?=:)")]
    private static partial Regex Name();

    [GeneratedRegex("Table '?[^ ]+'? does not exist")]
    private static partial Regex MissingTable();
}
