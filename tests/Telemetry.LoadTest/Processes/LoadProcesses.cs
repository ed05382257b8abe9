using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Telemetry.LoadTest.Streams;
using Telemetry.TestSupport.Processes;

namespace Telemetry.LoadTest.Processes;

/// <summary>The processes of a run, started in order and ended together.</summary>
internal sealed class LoadProcesses : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly List<IDisposable> _started = [];

    private LoadProcesses()
    {
    }

    public ChildProcess Broker { get; private set; } = null!;

    public ChildProcess Server { get; private set; } = null!;

    public ChildProcess Producer { get; private set; } = null!;

    public ClientFleet Clients { get; private set; } = null!;

    /// <summary>Starts broker, server, producer and clients; the clients connect at once.</summary>
    public static async Task<LoadProcesses> StartAsync(LoadOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        var processes = new LoadProcesses();
        try
        {
            await processes.StartAllAsync(options, clock, limit.Token);
            return processes;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var lines = processes.Server?.LastLines ?? processes.Broker?.LastLines;
            processes.Dispose();
            throw new RunFailedException($"The processes were not ready after {StartLimit.TotalSeconds:0} s.{Environment.NewLine}{lines}");
        }
        catch
        {
            processes.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        for (var i = _started.Count - 1; i >= 0; i--) _started[i].Dispose();
    }

    private async Task StartAllAsync(LoadOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        Broker = Started(ChildProcess.Ours("broker", "broker", "--partitions", options.Partitions.ToString(CultureInfo.InvariantCulture)));
        var bootstrap = await Broker.ReadLineAsync(cancellationToken);

        var (web, grpc) = (LoopbackPort.Free(), LoopbackPort.Free());
        Server = Started(ChildProcess.Foreign("server", options.ServerAssembly, new Dictionary<string, string>
        {
            ["Kafka__BootstrapServers"] = bootstrap,
            ["Grpc__WebPort"] = web.ToString(CultureInfo.InvariantCulture),
            ["Grpc__GrpcPort"] = grpc.ToString(CultureInfo.InvariantCulture),
            ["Logging__LogLevel__Default"] = "Warning",
        }));
        var address = new IPEndPoint(IPAddress.Loopback, web);
        await UntilAcceptingAsync(address, clock, cancellationToken);

        Producer = Started(ChildProcess.Ours("producer", "producer", "--bootstrap", bootstrap));
        Clients = Started(new ClientFleet(address, options.Streams, options.Clients));
    }

    private T Started<T>(T process) where T : IDisposable
    {
        _started.Add(process);
        return process;
    }

    private async Task UntilAcceptingAsync(IPEndPoint address, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Server.HasExited) throw await Server.EndedAsync(cancellationToken);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await probe.ConnectAsync(address, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancellationToken);
            }
        }
    }
}
