using Grpc.Core;
using Telemetry.Grpc.Frames;

namespace Telemetry.Grpc.Tests.Conformance;

public static partial class FrameProbe
{
    /// <summary>Bound by hand, as LiveService.LiveServiceFrames is.</summary>
    [BindServiceMethod(typeof(FrameProbe), nameof(BindService))]
    public abstract class FrameProbeFrames
    {
        public abstract Task CountFrames(CountRequest request, IServerStreamWriter<Frame> responseStream, ServerCallContext context);
    }

    public static void BindService(ServiceBinderBase binder, FrameProbeFrames? service)
    {
        var method = new Method<CountRequest, Frame>(
            __Method_CountFrames.Type, __ServiceName, __Method_CountFrames.Name, __Method_CountFrames.RequestMarshaller, FrameMarshaller.Instance);
        binder.AddMethod(method, service is null ? null : new ServerStreamingServerMethod<CountRequest, Frame>(service.CountFrames));
    }
}

public sealed class FrameProbeService : FrameProbe.FrameProbeFrames
{
    private static readonly Frame Label = Frame.Of(new Number { Label = "shared by all" });

    public override async Task CountFrames(CountRequest request, IServerStreamWriter<Frame> responseStream, ServerCallContext context)
    {
        for (var value = 1u; value <= request.Numbers; value++)
            await responseStream.WriteAsync(Frame.Concat(Frame.Of(new Number { Value = value }), Label));
    }
}
