using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Channels;

namespace Telemetry.EndToEnd.Tests.Running;

/// <summary>Telemetry.AppHost as a person starts it: its own process, on free ports, with a small page of the test's own.</summary>
internal sealed partial class AppHostProcess : IAsyncDisposable
{
    public const int Sigterm = 15;
    public const int Sigint = 2;

    // Generous and shared by everything that is waited for: it only ends a test that would hang.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-");
    private readonly Channel<string> _output = Channel.CreateUnbounded<string>();
    private readonly Process _process;
    private readonly Task<string> _errors;

    private AppHostProcess(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        TestPage.WriteTo(_folder.FullName);
        string[] page = arguments.Contains("--page") ? [] : ["--page", _folder.FullName];
        var program = Path.Combine(AppContext.BaseDirectory, "Telemetry.AppHost.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--address-file", AddressFile, .. page, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        // What it keeps for its lifetime would stay behind when a test kills it.
        start.Environment["TMPDIR"] = _folder.FullName;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        _ = CopyOutputAsync();
    }

    private string AddressFile => Path.Combine(_folder.FullName, "addresses.json");

    /// <summary>Where everything is, as the process wrote it.</summary>
    public AppHost.Addresses Addresses { get; private set; } = null!;

    /// <summary>What it printed until it was ready.</summary>
    public string Announced { get; private set; } = "";

    /// <summary>Starts it on free ports and waits until it says that it is ready.</summary>
    public static async Task<AppHostProcess> StartAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var host = new AppHostProcess(["--port-offset", "free", .. arguments], environment);
        await host.WaitUntilReadyAsync();
        return host;
    }

    /// <summary>Runs it with these arguments to its end, for what it says when it can't start.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var host = new AppHostProcess(arguments, environment);
        return await host.EndAsync();
    }

    /// <summary>The files that it has loaded code from.</summary>
    public Task<string> ReadMapsAsync() => File.ReadAllTextAsync($"/proc/{_process.Id}/maps");

    /// <summary>Sends a signal and waits for the end.</summary>
    public async Task<(int ExitCode, string Errors)> StopAsync(int signal = Sigterm)
    {
        Assert.Equal(0, Kill(_process.Id, signal));
        return await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<(int ExitCode, string Errors)> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await _errors);
    }

    private async Task WaitUntilReadyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var line in _output.Reader.ReadAllAsync(patience.Token))
        {
            Announced += line + "\n";
            if (!line.Contains("kcat -P", StringComparison.Ordinal)) continue;
            Addresses = JsonSerializer.Deserialize<AppHost.Addresses>(await File.ReadAllTextAsync(AddressFile, patience.Token), JsonSerializerOptions.Web)!;
            return;
        }

        Assert.Fail($"It ended before it was ready.\n{Announced}\n{await _errors}");
    }

    // Read to the end even when nobody listens: a full pipe would block the process.
    private async Task CopyOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line) _output.Writer.TryWrite(line);
        _output.Writer.Complete();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
