using Grpc.Core;
using Telemetry.Grpc.Frames;

// In the generated class and its namespace: reflection finds a service's descriptor through the class around its base class.
namespace Telemetry.V1;

public static partial class LiveService
{
    /// <summary>
    /// Base of a telemetry.v1.LiveService whose streams send messages that are serialised already. On the wire it is the service of
    /// live.proto: a frame of <see cref="WatchDashboard"/> must hold a <see cref="DashboardUpdate"/>, one of
    /// <see cref="WatchEvents"/> an <see cref="EventBatch"/>.
    /// </summary>
    [BindServiceMethod(typeof(LiveService), nameof(BindService))]
    public abstract class LiveServiceFrames
    {
        public abstract Task WatchDashboard(WatchDashboardRequest request, IServerStreamWriter<Frame> responseStream, ServerCallContext context);

        public abstract Task<UpdateFilterResponse> UpdateFilter(UpdateFilterRequest request, ServerCallContext context);

        public abstract Task WatchEvents(WatchEventsRequest request, IServerStreamWriter<Frame> responseStream, ServerCallContext context);

        public abstract Task<DashboardUpdate> GetSnapshot(GetSnapshotRequest request, ServerCallContext context);

        public abstract Task<GetSeriesResponse> GetSeries(GetSeriesRequest request, ServerCallContext context);
    }

    /// <summary>
    /// The streams as frames; a client that calls them reads messages unparsed. A class of its own, as the order in which a partial
    /// class initialises its fields is not known between files.
    /// </summary>
    public static class FrameMethods
    {
        public static Method<WatchDashboardRequest, Frame> WatchDashboard { get; } = WithFrames(__Method_WatchDashboard);

        public static Method<WatchEventsRequest, Frame> WatchEvents { get; } = WithFrames(__Method_WatchEvents);

        private static Method<TRequest, Frame> WithFrames<TRequest, TResponse>(Method<TRequest, TResponse> method)
            where TRequest : class
            where TResponse : class =>
            new(method.Type, method.ServiceName, method.Name, method.RequestMarshaller, FrameMarshaller.Instance);
    }

    /// <summary>
    /// Tells gRPC the methods of <paramref name="service"/>. gRPC calls it by the attribute above, with null: it then finds each
    /// method of the service class by its name, which is therefore the one in live.proto.
    /// </summary>
    public static void BindService(ServiceBinderBase binder, LiveServiceFrames? service)
    {
        binder.AddMethod(FrameMethods.WatchDashboard,
            service is null ? null : new ServerStreamingServerMethod<WatchDashboardRequest, Frame>(service.WatchDashboard));
        binder.AddMethod(__Method_UpdateFilter,
            service is null ? null : new UnaryServerMethod<UpdateFilterRequest, UpdateFilterResponse>(service.UpdateFilter));
        binder.AddMethod(FrameMethods.WatchEvents,
            service is null ? null : new ServerStreamingServerMethod<WatchEventsRequest, Frame>(service.WatchEvents));
        binder.AddMethod(__Method_GetSnapshot,
            service is null ? null : new UnaryServerMethod<GetSnapshotRequest, DashboardUpdate>(service.GetSnapshot));
        binder.AddMethod(__Method_GetSeries,
            service is null ? null : new UnaryServerMethod<GetSeriesRequest, GetSeriesResponse>(service.GetSeries));
    }
}
