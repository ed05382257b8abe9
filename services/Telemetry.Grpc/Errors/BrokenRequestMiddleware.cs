using System.Globalization;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Telemetry.Grpc.Errors;

/// <summary>
/// Turns UNKNOWN into INTERNAL when the bytes of a request are no gRPC message. gRPC reads a unary request before any interceptor runs
/// and calls every failure there UNKNOWN; its specification asks for INTERNAL (https://grpc.github.io/grpc/core/md_doc_statuscodes.html).
/// </summary>
internal static class BrokenRequestMiddleware
{
    private static readonly string Internal = ((int)StatusCode.Internal).ToString(CultureInfo.InvariantCulture);

    public static async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);

        // Nothing has been sent: the status is still in the headers of a trailers-only answer.
        var status = http.Features.Get<IServerCallContextFeature>()?.ServerCallContext.Status;
        if (!http.Response.HasStarted && status is { StatusCode: StatusCode.Unknown, DebugException: { } broken } && IsUnreadable(broken))
        {
            http.Response.Headers.GrpcStatus = Internal;
            http.Response.Headers.GrpcMessage =
                "The request is no well-formed gRPC message; its frame, compression or protobuf encoding is broken.";
        }
    }

    private static bool IsUnreadable(Exception exception) =>
        exception is InvalidProtocolBufferException or InvalidDataException or IOException;
}
