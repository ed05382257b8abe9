using Telemetry.Live;
using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Health;
using Telemetry.ServiceDefaults.Lifetime;
using Telemetry.ServiceDefaults.Memory;

NativeHeap.LimitArenas(2);
InterruptSignal.Obey();
return await HostRun.ToExitCodeAsync(
    () =>
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults("telemetry-live");
        builder.AddLiveNode();

        var app = builder.Build();
        app.MapHealthEndpoints();
        app.MapLive();
        return app.RunToExitCodeAsync();
    },
    _ => "stop what listens there, or set Grpc:WebPort and Grpc:GrpcPort.",
    Console.Error);
