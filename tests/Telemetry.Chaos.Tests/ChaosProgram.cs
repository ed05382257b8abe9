using Telemetry.TestSupport.Processes;

namespace Telemetry.Chaos.Tests;

/// <summary>The built tool, which lies beside the tests.</summary>
internal static class ChaosProgram
{
    public static ChildProcess Start(params string[] arguments) => ChildProcess.Foreign(
        "chaos", "dotnet", [Path.Combine(AppContext.BaseDirectory, "Telemetry.Chaos.dll"), .. arguments],
        // It ends what it started when it is asked to.
        processId => $"kill -TERM {processId}");
}
