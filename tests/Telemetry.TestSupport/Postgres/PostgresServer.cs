using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Telemetry.TestSupport.Processes;

namespace Telemetry.TestSupport.Postgres;

/// <summary>
/// A real PostgreSQL from Debian's package, in a folder of its own and on a free port. It ends with this process however that ends.
/// Not safe for two threads at a time.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "telemetry";
    // Generous: it only ends a test that would hang.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("telemetry-postgres-").FullName;
    private readonly ConcurrentBag<Socket> _hanging = [];
    private TcpListener? _silent;
    private ChildProcess? _server;
    private int _port;

    private PostgresServer()
    {
    }

    /// <summary>For Npgsql; stays the same from the first start to the last.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Makes an empty database and starts the server.</summary>
    /// <exception cref="RunFailedException">PostgreSQL is not installed, or does not start.</exception>
    public static async Task<PostgresServer> StartNewAsync(CancellationToken cancellationToken = default)
    {
        var server = new PostgresServer();
        try
        {
            // It refuses to run as root; the package brings a user for it.
            if (Environment.IsPrivilegedProcess) await RunAsync(("chown", ["postgres", server._folder]), cancellationToken);
            await RunAsync(
                Command("initdb", "--pgdata", $"{server._folder}/data", $"--username={User}", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"),
                cancellationToken);
            await server.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, on the same port as before if there was one, and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var known = _port != 0;
        for (var attempt = 1; ; attempt++)
        {
            if (!known) _port = LoopbackPort.Free();
            var (program, arguments) = Command("postgres", "-D", $"{_folder}/data", "-k", _folder, "-p", _port.ToString(CultureInfo.InvariantCulture),
                "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=50", "-c", "log_min_messages=fatal");
            _server = ChildProcess.Foreign("PostgreSQL", program, arguments, processId => $"kill -QUIT {processId}; rm -rf '{_folder}'");
            ConnectionString = $"Host=127.0.0.1;Port={_port};Username={User};Database=postgres;Timeout=2";
            if (await AnswersAsync(_server, cancellationToken)) return;
            var lines = _server.LastLines;
            await StopAsync(cancellationToken);
            // On a free port somebody else may have been faster.
            if (attempt == 3) throw new RunFailedException($"PostgreSQL did not start.{Environment.NewLine}{lines}");
        }
    }

    /// <summary>Ends it at once, as a crash of its machine would; what was committed is still there after the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_server is not { } server) return;
        _server = null;
        // Its own processes end with it only when it is asked.
        if (!server.HasExited) server.Send(Signal.Quit);
        await server.WaitForExitAsync(cancellationToken);
        server.Dispose();
    }

    /// <summary>
    /// Ends it and puts in its place, on its port, a listener that accepts every connection and never says a word: a database that hangs.
    /// Lasts until this is disposed.
    /// </summary>
    public async Task HangAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync(cancellationToken);
        _silent = new TcpListener(IPAddress.Loopback, _port) { ExclusiveAddressUse = false };
        _silent.Start();
        _ = AcceptAsync(_silent);
    }

    public async ValueTask DisposeAsync()
    {
        _silent?.Dispose();
        foreach (var connection in _hanging) connection.Dispose();
        await StopAsync();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true) _hanging.Add(await listener.AcceptSocketAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener has ended.
        }
    }

    private async Task<bool> AnswersAsync(ChildProcess server, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!server.HasExited && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false");
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                return true;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(Retry, cancellationToken);
            }
        }

        return false;
    }

    private static (string Program, IReadOnlyList<string> Arguments) Command(string name, params IReadOnlyList<string> arguments)
    {
        var path = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetFiles("/usr/lib/postgresql", name, SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (path is null) throw new RunFailedException("PostgreSQL is not installed: apt-get install postgresql, or run --target=Setup as root.");
        return Environment.IsPrivilegedProcess
            ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", path, .. arguments])
            : (path, arguments);
    }

    private static async Task RunAsync((string Program, IReadOnlyList<string> Arguments) command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await output;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new RunFailedException($"{command.Program} ended with exit code {process.ExitCode}: {error}");
    }
}
