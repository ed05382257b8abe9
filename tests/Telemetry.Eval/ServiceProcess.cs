using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Telemetry.Eval;

/// <summary>One of the product's hosts as a process, from its start until it is disposed.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly string _name;
    private readonly Queue<string> _output = new();

    private ServiceProcess(string name, Process process)
    {
        (_name, _process) = (name, process);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts a host of <c>services/</c> as this program was built, and waits until it is ready.</summary>
    /// <param name="name">Telemetry.Chat, for example.</param>
    /// <param name="port">Where its health is asked for.</param>
    /// <param name="settings">Its settings, <c>Section:Name=value</c> each.</param>
    /// <param name="cancellationToken">Ends the wait; the process is stopped.</param>
    /// <exception cref="EvaluationException">It does not become ready.</exception>
    public static async Task<ServiceProcess> StartAsync(string name, int port, IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.Combine(EvalFiles.Root, "services", name, "bin", built.Parent!.Name, built.Name);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, $"{name}.dll"), .. settings.Select(setting => $"--{setting}")])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var service = new ServiceProcess(name, Process.Start(start)!);
        try
        {
            await service.BecomeReadyAsync(port, cancellationToken);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>A port that nothing listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = kill(_process.Id, Sigterm);
            using var patience = new CancellationTokenSource(StopPatience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    /// <summary>Processor time that it has taken since it was started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The last lines that it wrote.</summary>
    public string LastLines()
    {
        lock (_output) return string.Join('\n', _output);
    }

    private async Task BecomeReadyAsync(int port, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < StartPatience && !_process.HasExited)
        {
            try
            {
                using var response = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50, cancellationToken);
        }

        throw new EvaluationException($"{_name} did not become ready. Its last lines:\n{LastLines()}");
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > 30) _output.Dequeue();
        }
    }

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);
}
