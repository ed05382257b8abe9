namespace Telemetry.TestSupport.Processes;

/// <summary>Finds the programs that were built together with the one that runs.</summary>
public static class BuiltProgram
{
    /// <summary>A service's assembly of the same configuration and framework as the running program's own.</summary>
    /// <param name="service">Such as <c>Telemetry.Live</c>.</param>
    public static string Service(string service)
    {
        // …/tests/<program>/bin/<configuration>/<framework>/
        var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var configuration = framework.Parent!;
        var root = configuration.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, "services", service, "bin", configuration.Name, framework.Name, $"{service}.dll");
    }
}
