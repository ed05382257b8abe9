using System.Diagnostics;

namespace Telemetry.Kafka.Tests.Embedded;

/// <summary>The command line client of another author (and of another librdkafka), to prove that the embedded broker is Kafka.</summary>
internal static class Kcat
{
    internal static async Task<string> RunAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("kcat", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("kcat did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TestKafka.Timeout);
        Assert.True(process.ExitCode == 0, await errors);
        return await output;
    }
}
