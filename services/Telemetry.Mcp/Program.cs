using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Health;
using Telemetry.ServiceDefaults.Lifetime;

InterruptSignal.Obey();
return await HostRun.ToExitCodeAsync(
    () =>
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults("telemetry-mcp");
        var app = builder.Build();
        app.MapHealthEndpoints();
        return app.RunToExitCodeAsync();
    },
    _ => "stop what listens there, or set another port.",
    Console.Error);
