using System.Globalization;
using System.Net;
using Telemetry.TestSupport.Processes;

namespace Telemetry.TestSupport.Nodes;

/// <summary>
/// A Telemetry.Live in a process of its own, which can be ended in every way and started again on the same ports. Not safe for two
/// threads at a time.
/// </summary>
public sealed class LiveNode : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(50);
    private readonly string _assembly;
    private readonly Dictionary<string, string> _environment;
    private readonly TextWriter _log;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly int _webPort = LoopbackPort.FreeForRestarts();
    private readonly int _grpcPort = LoopbackPort.FreeForRestarts();
    private ChildProcess? _process;

    /// <summary>Makes it without starting it.</summary>
    /// <param name="name">What log lines and errors call it.</param>
    /// <param name="assembly">The built Telemetry.Live.dll.</param>
    /// <param name="environment">Its settings, but for the ports.</param>
    /// <param name="log">Receives what it prints, over all its lives.</param>
    public LiveNode(string name, string assembly, IReadOnlyDictionary<string, string> environment, TextWriter? log = null)
    {
        if (!File.Exists(assembly))
            throw new RunFailedException($"There is no server at {assembly}: build services/Telemetry.Live first.");
        (Name, _assembly, _log) = (name, assembly, log ?? TextWriter.Null);
        _environment = new Dictionary<string, string>(environment)
        {
            ["Grpc__WebPort"] = _webPort.ToString(CultureInfo.InvariantCulture),
            ["Grpc__GrpcPort"] = _grpcPort.ToString(CultureInfo.InvariantCulture),
        };
    }

    public string Name { get; }

    /// <summary>gRPC-Web and health.</summary>
    public IPEndPoint Web => new(IPAddress.Loopback, _webPort);

    /// <summary>gRPC over HTTP/2 without TLS.</summary>
    public Uri Grpc => new($"http://127.0.0.1:{_grpcPort}");

    /// <summary>The process that runs.</summary>
    /// <exception cref="RunFailedException">None does.</exception>
    public ChildProcess Process => _process ?? throw new RunFailedException($"{Name} is not running.");

    public bool IsRunning => _process is { HasExited: false };

    public void Start()
    {
        _process?.Dispose();
        _process = ChildProcess.Foreign(Name, _assembly, _environment, _log);
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        Process.Send(Signal.Kill);
        await Process.WaitForExitAsync(cancellationToken);
        Release();
    }

    /// <summary>Asks it to end and waits for that.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        Process.Send(Signal.Terminate);
        var code = await Process.WaitForExitAsync(cancellationToken);
        Release();
        return code;
    }

    /// <summary>Lets it stand still: it keeps its connections and says nothing.</summary>
    public void Pause() => Process.Send(Signal.Stop);

    /// <summary>Lets it go on from where it stood.</summary>
    public void Continue() => Process.Send(Signal.Continue);

    /// <summary>Waits until /health/ready says so.</summary>
    /// <exception cref="RunFailedException">It ended instead.</exception>
    public async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        while (await NotReadyBecauseAsync(cancellationToken) is not null)
        {
            if (!IsRunning) throw await Process.EndedAsync(cancellationToken);
            await Task.Delay(Retry, cancellationToken);
        }
    }

    /// <summary>Why it is not ready, in its own words; null when it is.</summary>
    public async Task<string?> NotReadyBecauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync($"http://{Web}/health/ready", cancellationToken);
            return answer.IsSuccessStatusCode ? null : await answer.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no answer";
        }
    }

    public void Dispose()
    {
        Release();
        _http.Dispose();
    }

    private void Release()
    {
        _process?.Dispose();
        _process = null;
    }
}
