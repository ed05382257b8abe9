using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Telemetry.Grpc.Frames;

namespace Telemetry.Grpc.Hosting;

/// <summary>Compresses the answers that are worth it. Most clients accept gzip without being asked, so it is decided here.</summary>
internal sealed class CompressionInterceptor : Interceptor
{
    // Below this the gzip header and the time to compress cost more than a network packet saves.
    private const int SmallestWorthwhile = 1_024;

    private static readonly WriteOptions NoCompress = new(WriteFlags.NoCompress);

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var response = await continuation(request, context);
        if (response is IMessage message && message.CalculateSize() < SmallestWorthwhile)
            context.WriteOptions = NoCompress;
        return response;
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        // A frame was serialised once for thousands of streams; compressing it again for each would cost more than all the rest.
        if (typeof(TResponse) == typeof(Frame))
            context.WriteOptions = NoCompress;
        return continuation(request, responseStream, context);
    }
}
