using Google.Protobuf;
using Grpc.Core;
using Telemetry.Grpc.Errors;

namespace Telemetry.Grpc.Tests.Conformance;

public sealed class ProbeService(CallSignals signals) : Probe.ProbeBase
{
    public override async Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders)
        {
            if (entry.Key.StartsWith("x-echo-", StringComparison.Ordinal))
                headers.Add(entry);
            else if (entry.Key.StartsWith("x-trailer-", StringComparison.Ordinal))
                context.ResponseTrailers.Add(entry);
        }
        await context.WriteResponseHeadersAsync(headers);
        return new EchoResponse { Text = request.Text, Payload = request.Payload };
    }

    public override Task<EchoResponse> Large(LargeRequest request, ServerCallContext context) =>
        Task.FromResult(new EchoResponse { Payload = ByteString.CopyFrom(new byte[request.Bytes]) });

    public override Task<EchoResponse> Fail(FailRequest request, ServerCallContext context) => throw Failure(request);

    public override async Task Count(CountRequest request, IServerStreamWriter<Number> responseStream, ServerCallContext context)
    {
        for (var value = 1u; value <= request.Numbers; value++)
        {
            if (value > 1 && request.Key.Length > 0)
                await signals.ReleasedAsync(request.Key, context.CancellationToken);
            await responseStream.WriteAsync(new Number { Value = value });
        }
    }

    public override Task<Done> Release(Key request, ServerCallContext context)
    {
        signals.Release(request.Key_);
        return Task.FromResult(new Done());
    }

    public override async Task FailLate(FailRequest request, IServerStreamWriter<Number> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new Number { Value = 1 });
        await responseStream.WriteAsync(new Number { Value = 2 });
        throw Failure(request);
    }

    public override async Task Forever(Key request, IServerStreamWriter<Number> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new Number { Value = 1 });
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        }
        finally
        {
            signals.End(request.Key_, context.Deadline <= TimeProvider.System.GetUtcNow().UtcDateTime ? "deadline" : "cancelled");
        }
    }

    public override async Task<EndReason> WaitForEnd(Key request, ServerCallContext context) =>
        new() { Reason = await signals.EndAsync(request.Key_, context.CancellationToken) };

    private static Exception Failure(FailRequest request) => request.Kind switch
    {
        FailRequest.Types.Kind.InvalidArgument => new InvalidArgumentException([
            new("filter.device_types[1]", "'toaster'", "mobile, web, tv or tablet"),
            new("range_seconds", "4", "5 to 86,400"),
        ]),
        FailRequest.Types.Kind.LimitReached =>
            new LimitReachedException("node", "This node serves its limit of 2,000 streams. Try again in 5 s.", TimeSpan.FromSeconds(5)),
        FailRequest.Types.Kind.NotFound => new NotFoundException("subscription", "s-1", "It has ended; watch again to get a new one."),
        FailRequest.Types.Kind.Unavailable => new UnavailableException("Kafka does not answer. Try again in 2 s.", TimeSpan.FromSeconds(2)),
        FailRequest.Types.Kind.Timeout => new TimeoutException("db01.internal took 30 s"),
        FailRequest.Types.Kind.Status => new RpcException(new Status((StatusCode)request.Code, request.Message)),
        _ => new InvalidOperationException("password=hunter2"),
    };
}
