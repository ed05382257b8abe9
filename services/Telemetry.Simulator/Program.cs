using Telemetry.Simulator.CommandLine;

return await new SimulateCommand().ToRoot().Parse(args).InvokeAsync();
