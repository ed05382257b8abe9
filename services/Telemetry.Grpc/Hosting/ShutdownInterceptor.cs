using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Hosting;

namespace Telemetry.Grpc.Hosting;

/// <summary>
/// Ends streams when the host stops: their cancellation token is cancelled. Without it a host waits for its last subscriber until the
/// shutdown time-out cuts the connection, and the subscriber sees a broken line instead of UNAVAILABLE.
/// </summary>
internal sealed class ShutdownInterceptor(IHostApplicationLifetime host) : Interceptor
{
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        // Where GetHttpContext() looks when a context is not gRPC's own.
        context.UserState["__HttpContext"] = context.GetHttpContext();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, host.ApplicationStopping);
        await continuation(request, responseStream, new CallContext(context, ended.Token));
    }

    /// <summary>The call as it was, with another cancellation token.</summary>
    private sealed class CallContext(ServerCallContext call, CancellationToken ended) : ServerCallContext
    {
        protected override CancellationToken CancellationTokenCore => ended;

        protected override string MethodCore => call.Method;

        protected override string HostCore => call.Host;

        protected override string PeerCore => call.Peer;

        protected override DateTime DeadlineCore => call.Deadline;

        protected override Metadata RequestHeadersCore => call.RequestHeaders;

        protected override Metadata ResponseTrailersCore => call.ResponseTrailers;

        protected override Status StatusCore { get => call.Status; set => call.Status = value; }

        protected override WriteOptions? WriteOptionsCore { get => call.WriteOptions; set => call.WriteOptions = value; }

        protected override AuthContext AuthContextCore => call.AuthContext;

        protected override IDictionary<object, object> UserStateCore => call.UserState;

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
            call.CreatePropagationToken(options);

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => call.WriteResponseHeadersAsync(responseHeaders);
    }
}
