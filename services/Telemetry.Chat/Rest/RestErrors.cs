using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Telemetry.Chat.Tools;
using Telemetry.Grpc.Errors;
using Telemetry.V1;

namespace Telemetry.Chat.Rest;

/// <summary>The one place where exceptions and failures become problem details (RFC 9457).</summary>
internal static class RestErrors
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read it; the log of requests says 499 as others do.
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await Of(context, exception).ExecuteAsync(context);
        }
        catch (Exception exception)
        {
            // A part has been sent: only a broken connection tells the reader that the rest is missing.
            _ = Of(context, exception);
            context.Abort();
        }
    }

    /// <summary>The answer to a question that failed.</summary>
    public static IResult Of(HttpContext context, Failure failure, TimeSpan? retryAfter = null)
    {
        var status = failure.Kind switch
        {
            FailureKind.Limit when failure.Retryable => StatusCodes.Status429TooManyRequests,
            FailureKind.Limit => StatusCodes.Status422UnprocessableEntity,
            FailureKind.TimedOut => StatusCodes.Status504GatewayTimeout,
            FailureKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
            FailureKind.Cancelled => StatusCodes.Status499ClientClosedRequest,
            _ => StatusCodes.Status502BadGateway,
        };
        if (failure.Retryable && status is 429 or 503) RetryAfter(context, retryAfter ?? TimeSpan.FromSeconds(5));
        var kind = failure.Kind switch
        {
            FailureKind.Cancelled => "cancelled",
            FailureKind.TimedOut => "timedOut",
            FailureKind.Limit => "limit",
            FailureKind.Unavailable => "unavailable",
            _ => "engine",
        };
        var extensions = new Dictionary<string, object?> { ["kind"] = kind, ["retryable"] = failure.Retryable };
        if (failure.Sql.Length > 0) extensions["sql"] = failure.Sql;
        return Problem(status, failure.Message, extensions);
    }

    private static IResult Of(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case InvalidArgumentException invalid:
                return Problem(StatusCodes.Status400BadRequest, invalid.Message, new Dictionary<string, object?>
                {
                    ["errors"] = invalid.Violations.GroupBy(violation => violation.Field)
                        .ToDictionary(field => field.Key, field => field.Select(violation => violation.ToString()).ToArray()),
                });
            case NotFoundException missing:
                return Problem(StatusCodes.Status404NotFound, missing.Message);
            case LimitReachedException limit:
                RetryAfter(context, limit.RetryAfter);
                return Problem(StatusCodes.Status429TooManyRequests, limit.Message);
            case UnavailableException unavailable:
                RetryAfter(context, unavailable.RetryAfter);
                return Problem(StatusCodes.Status503ServiceUnavailable, unavailable.Message);
            case ToolException tool:
                return Of(context, tool.ToFailure(sql: ""), tool.RetryAfter);
            case BadHttpRequestException bad:
                return Problem(bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                    ? "The request's body is larger than this address takes."
                    : "The request can't be read.");
            default:
                var errorId = RandomNumberGenerator.GetHexString(12, lowercase: true);
                ChatLog.RequestFailed(context.RequestServices.GetRequiredService<ILogger<ChatDesk>>(), context.Request.Path, errorId, exception);
                return Problem(StatusCodes.Status500InternalServerError, $"The server failed. Its log has the reason under error id {errorId}.",
                    new Dictionary<string, object?> { ["errorId"] = errorId });
        }
    }

    private static ProblemHttpResult Problem(int status, string detail, Dictionary<string, object?>? extensions = null) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Detail = detail, Extensions = extensions ?? [] });

    private static void RetryAfter(HttpContext context, TimeSpan after) =>
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
