using Grpc.Core;
using Telemetry.Grpc.Frames;
using Telemetry.V1;

namespace Telemetry.Grpc.Tests.Frames;

public sealed class LiveServiceFramesTests
{
    private readonly RecordingBinder _binder = new();

    public LiveServiceFramesTests() => LiveService.BindService(_binder, (LiveService.LiveServiceFrames?)null);

    [Fact]
    public void Every_method_of_the_contract_is_bound_under_its_name_and_type()
    {
        var expected = LiveService.Descriptor.Methods.Select(method => (
            Path: $"/{LiveService.Descriptor.FullName}/{method.Name}",
            Type: method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary));
        Assert.Equal(expected.Order(), _binder.Methods.Select(method => (method.FullName, method.Type)).Order());
    }

    [Fact]
    public void Streams_send_frames_and_other_methods_messages()
    {
        Assert.All(_binder.Methods, method =>
            Assert.Equal(method.Type == MethodType.ServerStreaming, method.GetType().GetGenericArguments()[1] == typeof(Frame)));
    }

    private sealed class RecordingBinder : ServiceBinderBase
    {
        public List<IMethod> Methods { get; } = [];

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => Methods.Add(method);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) => Methods.Add(method);
    }
}
