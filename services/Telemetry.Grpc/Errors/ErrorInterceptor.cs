using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Telemetry.Grpc.Errors;

/// <summary>The one place where exceptions become gRPC statuses; services throw what is wrong and know nothing of codes.</summary>
internal sealed partial class ErrorInterceptor(IHostApplicationLifetime host, TimeProvider time, ILogger<ErrorInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        if (ErrorStatus.Of(exception) is { } status)
            return status.ToRpcException();

        // Whatever breaks once the caller has gone (a write to a closed stream, a wait that ended) is the consequence of that.
        if (context.Deadline <= time.GetUtcNow().UtcDateTime || exception is TimeoutException)
            return ErrorStatus.DeadlineExceeded().ToRpcException();
        if (host.ApplicationStopping.IsCancellationRequested)
            return ErrorStatus.ShuttingDown().ToRpcException();
        if (context.CancellationToken.IsCancellationRequested)
            return ErrorStatus.Cancelled().ToRpcException();

        var errorId = Guid.NewGuid().ToString("N");
        LogFailed(context.Method, errorId, exception);
        return ErrorStatus.Internal(errorId).ToRpcException();
    }

    [LoggerMessage(EventId = 1401, Level = LogLevel.Error, Message = "{Method} failed; the caller got INTERNAL with error id {ErrorId}.")]
    private partial void LogFailed(string method, string errorId, Exception exception);
}
