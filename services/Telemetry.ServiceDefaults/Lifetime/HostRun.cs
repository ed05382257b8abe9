using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Telemetry.ServiceDefaults.Lifetime;

/// <summary>Runs a host for a person at a terminal: what keeps it from starting is said in a line, not in a stack trace.</summary>
public static partial class HostRun
{
    /// <summary>
    /// Builds and runs a host until SIGINT or SIGTERM. Returns the exit code: 0 after a clean stop, 1 when the host could
    /// not start because of a setting or a port (one line each on <paramref name="error"/>). Anything else is thrown.
    /// </summary>
    /// <param name="build">Builds the host.</param>
    /// <param name="whenStarted">Called once everything listens, for example to print addresses.</param>
    /// <param name="whenPortIsTaken">What to do about a port in use, completing "Port 3000 is in use; ".</param>
    /// <param name="error">Where the lines go: standard error.</param>
    public static async Task<int> ToExitCodeAsync(
        Func<IHost> build,
        Action<IHost> whenStarted,
        Func<int, string> whenPortIsTaken,
        TextWriter error)
    {
        try
        {
            using var host = build();
            await host.StartAsync();
            whenStarted(host);
            await host.WaitForShutdownAsync();
            return 0;
        }
        catch (OptionsValidationException exception)
        {
            foreach (var failure in exception.Failures) await error.WriteLineAsync(failure);
            return 1;
        }
        catch (InvalidSettingException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (IOException exception) when (TakenPort(exception) is { } port)
        {
            await error.WriteLineAsync($"Port {port} is in use; {whenPortIsTaken(port)}");
            return 1;
        }
    }

    // Kestrel names the address only in its message: "Failed to bind to address http://127.0.0.1:3000: address already in use."
    private static int? TakenPort(IOException exception) =>
        exception.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase)
        && PortInAddress().Match(exception.Message) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"://\S*:(\d+)")]
    private static partial Regex PortInAddress();
}
