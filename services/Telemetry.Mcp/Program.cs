using Telemetry.Mcp.Hosting;
using Telemetry.ServiceDefaults.Lifetime;

InterruptSignal.Obey();
return await HostRun.ToExitCodeAsync(
    () => args.Contains("--stdio", StringComparer.Ordinal) ? StdioServer.RunAsync(args) : HttpServer.RunAsync(args),
    _ => "stop what listens there, or set Mcp:Port.",
    Console.Error);
