using Telemetry.AppHost;
using Telemetry.AppHost.CommandLine;
using Telemetry.ServiceDefaults.Lifetime;

InterruptSignal.Obey();
return await AppHostCommand.InvokeAsync(args, options => HostRun.ToExitCodeAsync(
    () => Composition.RunAsync(options, Console.Out),
    _ => "stop what listens there, or move every port with --port-offset=100.",
    Console.Error));
