using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Grpc.Hosting;

namespace Telemetry.Grpc.Tests.Conformance;

/// <summary>The conformance services on free ports of the loopback, hosted as every host of ours is.</summary>
public sealed class ConformanceHost : IAsyncLifetime
{
    public const string AllowedOrigin = "http://page.example:3000";

    private readonly WebApplication _app;

    public ConformanceHost() : this(_ => { })
    {
    }

    private ConformanceHost(Action<GrpcEndpointOptions> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.AddTelemetryGrpc(options =>
        {
            options.WebPort = 0;
            options.GrpcPort = 0;
            options.AllowedOrigins.Add(AllowedOrigin);
            configure(options);
        });
        builder.Services.AddSingleton(Signals);
        _app = builder.Build();
        _app.MapTelemetryGrpc<ProbeService>();
        _app.MapTelemetryGrpc<FrameProbeService>();
    }

    public CallSignals Signals { get; } = new();

    public RecordingLog Log { get; } = new();

    public Uri Web => Endpoints.Web;

    public Uri Grpc => Endpoints.Grpc;

    public static async Task<ConformanceHost> StartAsync(Action<GrpcEndpointOptions>? configure = null)
    {
        var host = new ConformanceHost(configure ?? (_ => { }));
        await host.InitializeAsync();
        return host;
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private GrpcEndpoints Endpoints => _app.Services.GetRequiredService<GrpcEndpoints>();
}

/// <summary>Keeps what was logged at warning level and above.</summary>
public sealed class RecordingLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IEnumerable<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _lines.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
