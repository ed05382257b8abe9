using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Chat.Tools;

/// <summary>
/// The one client of the MCP server that all sessions share; its calls run side by side. It is made when it is first needed, and made
/// anew after it was given up: the server may have been restarted since.
/// </summary>
internal sealed class McpConnection(IOptions<ChatOptions> options, ServiceSignIn signIn, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly HttpClient _http = new(signIn.Through(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(options.Value.CallTimeoutSeconds),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // a name may move to another address
        UseCookies = false,
        AllowAutoRedirect = false,
    }))
    {
        Timeout = Timeout.InfiniteTimeSpan, // each call has its own time limit
        MaxResponseContentBufferSize = 64 * 1024 * 1024,
    };

    private readonly Lock _gate = new();
    private readonly HashSet<SharedClient> _givenUp = []; // and still at work
    private SharedClient? _current;
    private bool _disposed;

    /// <summary>The client, connected, for one call. Whoever waits may stop waiting; the connection goes on for the others.</summary>
    public async Task<Lease> UseAsync(CancellationToken cancellationToken)
    {
        SharedClient shared;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is null or { Client.IsFaulted: true } or { Client.IsCanceled: true }) _current = new SharedClient(ConnectAsync());
            shared = _current;
            shared.Calls++;
        }

        try
        {
            return new Lease(this, shared, await shared.Client.WaitAsync(cancellationToken));
        }
        catch
        {
            End(shared);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<SharedClient> open;
        lock (_gate)
        {
            _disposed = true;
            open = [.. _givenUp];
            if (_current is { } current) open.Add(current);
            _givenUp.Clear();
            _current = null;
        }

        foreach (var shared in open.Where(shared => shared.Client.IsCompletedSuccessfully)) await CloseAsync(await shared.Client);
        _http.Dispose();
    }

    // Closing a client cancels every call on it, so it waits for the last one.
    private void GiveUp(SharedClient shared)
    {
        lock (_gate)
        {
            if (_current != shared) return;
            _current = null;
            _givenUp.Add(shared);
        }
    }

    private void End(SharedClient shared)
    {
        lock (_gate)
        {
            shared.Calls--;
            if (shared.Calls > 0 || !_givenUp.Remove(shared)) return;
        }

        _ = CloseAsync(shared.Client.Result); // only a connected one is given up
    }

    private async Task<McpClient> ConnectAsync()
    {
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(options.Value.McpEndpoint),
                TransportMode = HttpTransportMode.StreamableHttp,
                Name = "telemetry-mcp",
                ConnectionTimeout = TimeSpan.FromSeconds(options.Value.CallTimeoutSeconds),
                // Nothing is pushed outside of calls, and a broken call is ours to repeat.
                EnableStandaloneGetStream = false,
                MaxReconnectionAttempts = 0,
            },
            _http, loggers, ownsHttpClient: false);
        var clientOptions = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "telemetry-chat", Version = "1.0" },
            InitializationTimeout = TimeSpan.FromSeconds(options.Value.CallTimeoutSeconds),
        };
        return await McpClient.CreateAsync(transport, clientOptions, loggers);
    }

    private static async Task CloseAsync(McpClient client)
    {
        try
        {
            await client.DisposeAsync();
        }
        catch (Exception)
        {
            // It is being thrown away because it is broken.
        }
    }

    /// <summary>The right to make one call on the client, which stays open until its holder lets go.</summary>
    public sealed class Lease : IDisposable
    {
        private readonly McpConnection _connection;
        private readonly SharedClient _shared;
        private bool _ended;

        internal Lease(McpConnection connection, SharedClient shared, McpClient client) =>
            (_connection, _shared, Client) = (connection, shared, client);

        public McpClient Client { get; }

        /// <summary>Says that the client has failed: the next call connects anew; calls still under way on this one may finish.</summary>
        public void GiveUp() => _connection.GiveUp(_shared);

        public void Dispose()
        {
            if (_ended) return;
            _ended = true;
            _connection.End(_shared);
        }
    }

    /// <summary>A client, connected or about to be, and the calls that hold it; counted under the gate.</summary>
    internal sealed class SharedClient(Task<McpClient> client)
    {
        public Task<McpClient> Client { get; } = client;

        public int Calls { get; set; }
    }
}
