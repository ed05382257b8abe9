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
    private Task<McpClient>? _client;
    private bool _disposed;

    /// <summary>The client, connected. Whoever waits may stop waiting; the connection goes on for the others.</summary>
    public Task<McpClient> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_client is null or { IsFaulted: true } or { IsCanceled: true }) _client = ConnectAsync();
            return _client.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Gives a client up that has failed; the next call connects anew. Calls still under way on it may finish.</summary>
    public void GiveUp(McpClient client)
    {
        lock (_gate)
        {
            if (_client is { IsCompletedSuccessfully: true } && _client.Result == client) _client = null;
            else return;
        }

        _ = CloseAsync(client);
    }

    public async ValueTask DisposeAsync()
    {
        Task<McpClient>? client;
        lock (_gate)
        {
            _disposed = true;
            client = _client;
            _client = null;
        }

        if (client is { IsCompletedSuccessfully: true }) await CloseAsync(await client);
        _http.Dispose();
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
}
