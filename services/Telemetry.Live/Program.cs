using Telemetry.Ingestion;
using Telemetry.Live;
using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Health;
using Telemetry.ServiceDefaults.Lifetime;

InterruptSignal.Obey();
return await HostRun.ToExitCodeAsync(
    async () =>
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults("telemetry-live");
        builder.AddLive();
        builder.Services.AddIngestion();

        var app = builder.Build();
        app.MapHealthEndpoints();
        app.MapLive();
        await app.RunAsync();
        return app;
    },
    _ => "stop what listens there, or set Grpc:WebPort and Grpc:GrpcPort.",
    Console.Error);
