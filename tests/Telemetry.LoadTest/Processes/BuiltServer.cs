namespace Telemetry.LoadTest.Processes;

/// <summary>Finds the server that was built together with this tool.</summary>
internal static class BuiltServer
{
    /// <summary>services/Telemetry.Live's output of the same configuration and framework as this tool's own.</summary>
    public static string Path
    {
        get
        {
            // …/tests/Telemetry.LoadTest/bin/<configuration>/<framework>/
            var framework = new DirectoryInfo(System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            var configuration = framework.Parent!;
            var root = configuration.Parent!.Parent!.Parent!.Parent!;
            return System.IO.Path.Combine(
                root.FullName, "services", "Telemetry.Live", "bin", configuration.Name, framework.Name, "Telemetry.Live.dll");
        }
    }
}
