using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Telemetry.Chat.Tests.Hosting;

namespace Telemetry.Chat.Tests.History;

/// <summary>A real PostgreSQL from Debian's package, in a folder of its own and on a free port, for the time of the tests.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telemetry-postgres-").FullName;
    private Process? _server;
    private int _port;

    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        // It refuses to run as root; the package brings a user for it.
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", _folder);
        var (program, arguments) = Command("initdb", "--pgdata", $"{_folder}/data", "--username=chat", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync");
        await RunAsync(program, [.. arguments]);
        await StartAsync();
    }

    /// <summary>Starts it, on the same port as before if there was one.</summary>
    public async Task StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            if (_port == 0) _port = FreePort();
            var (program, arguments) = Command("postgres", "-D", $"{_folder}/data", "-k", _folder, "-p", _port.ToString(CultureInfo.InvariantCulture),
                "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=50", "-c", "log_min_messages=fatal");
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
            _server = Process.Start(start)!;
            _server.ErrorDataReceived += (_, _) => { };
            _server.BeginErrorReadLine();
            ConnectionString = $"Host=127.0.0.1;Port={_port};Username=chat;Database=postgres;Timeout=2";
            if (await AnswersAsync(_server)) return;
            if (attempt == 3) throw new InvalidOperationException("PostgreSQL did not start.");
            await StopAsync();
            _port = 0; // somebody was faster
        }
    }

    /// <summary>Ends it at once.</summary>
    public async Task StopAsync()
    {
        if (_server is not { } server) return;
        _server = null;
        await RunAsync("kill", "-QUIT", server.Id.ToString(CultureInfo.InvariantCulture));
        await server.WaitForExitAsync();
        server.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync(Process server)
    {
        var watch = Stopwatch.StartNew();
        while (!server.HasExited && watch.Elapsed < ChatHost.Patience)
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false");
                await using var connection = await source.OpenConnectionAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(20);
            }
        }

        return false;
    }

    private static (string Program, IEnumerable<string> Arguments) Command(string name, params string[] arguments)
    {
        var path = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetFiles("/usr/lib/postgresql", name, SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (path is null) throw new InvalidOperationException("PostgreSQL is not installed: apt-get install postgresql, or run --target=Setup as root.");
        return Environment.IsPrivilegedProcess
            ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", path, .. arguments])
            : (path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}: {error}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
