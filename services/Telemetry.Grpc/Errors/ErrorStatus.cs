using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Status = Google.Rpc.Status;

namespace Telemetry.Grpc.Errors;

/// <summary>Which google.rpc.Status an exception becomes: https://cloud.google.com/apis/design/errors.</summary>
internal static class ErrorStatus
{
    /// <summary>The status of an exception that was meant for the caller; null for any other, whose message may hold internals.</summary>
    public static Status? Of(Exception exception) => exception switch
    {
        InvalidArgumentException invalid => Status(Code.InvalidArgument, invalid.Message, BadRequest(invalid)),
        NotFoundException missing => Status(Code.NotFound, missing.Message,
            new ResourceInfo { ResourceType = missing.ResourceType, ResourceName = missing.ResourceName, Description = missing.Message }),
        LimitReachedException limit => Status(Code.ResourceExhausted, limit.Message,
            new QuotaFailure { Violations = { new QuotaFailure.Types.Violation { Subject = limit.Subject, Description = limit.Message } } },
            Retry(limit.RetryAfter)),
        PermissionDeniedException denied => Status(Code.PermissionDenied, denied.Message),
        SignInEndedException ended => Status(Code.Unauthenticated, ended.Message),
        UnavailableException unavailable => Status(Code.Unavailable, unavailable.Message, Retry(unavailable.RetryAfter)),
        _ => null,
    };

    public static Status Cancelled() => Status(Code.Cancelled, "The client cancelled the call.");

    public static Status DeadlineExceeded() => Status(Code.DeadlineExceeded, "The call took longer than its deadline allowed.");

    public static Status ShuttingDown() =>
        Status(Code.Unavailable, "This node is shutting down. Connect to another node; connecting again by the same name finds one where a load balancer is in front.", Retry(TimeSpan.FromSeconds(1)));

    public static Status Internal(string errorId) => Status(Code.Internal,
        $"The server failed. Its log has the reason under error id {errorId}; give this id when you report it.",
        new RequestInfo { RequestId = errorId });

    private static Status Status(Code code, string message, params ReadOnlySpan<IMessage> details)
    {
        var status = new Status { Code = (int)code, Message = message };
        foreach (var detail in details)
            status.Details.Add(Any.Pack(detail));
        return status;
    }

    private static BadRequest BadRequest(InvalidArgumentException invalid)
    {
        var request = new BadRequest();
        foreach (var violation in invalid.Violations)
            request.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = violation.Field, Description = violation.ToString() });
        return request;
    }

    private static RetryInfo Retry(TimeSpan after) => new() { RetryDelay = Duration.FromTimeSpan(after) };
}
