using System.Globalization;
using Microsoft.Extensions.Options;
using Telemetry.AppHost.CommandLine;
using Telemetry.AppHost.Hosted;
using Telemetry.AppHost.Lake;
using Telemetry.AppHost.Page;
using Telemetry.AppHost.SignIn;
using Telemetry.Grpc.Hosting;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Embedded;
using Telemetry.Live;
using Telemetry.Live.Roles;
using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Health;
using Telemetry.ServiceDefaults.Lifetime;
using Telemetry.Simulator;

namespace Telemetry.AppHost;

/// <summary>Puts the parts together; the only place that knows which are embedded and which are not.</summary>
internal static class Composition
{
    private const string BootstrapServers = $"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}";

    /// <summary>Starts everything, says where it is, and stops it on SIGINT or SIGTERM. Returns the exit code.</summary>
    public static async Task<int> RunAsync(AppHostOptions options, TextWriter output)
    {
        var builder = WebApplication.CreateBuilder();
        var real = options.Kafka ?? builder.Configuration[BootstrapServers];
        using var broker = Broker.Choose(real, builder.Configuration.GetSection(KafkaOptions.Section).Get<KafkaOptions>() ?? new KafkaOptions());
        var simulate = options.Simulate ?? broker.IsEmbedded;
        using var lake = options.NoLake ? null : LakeFolder.Choose(options.Lake, options.Ports);

        // The page comes first: its origin is a setting of the services, and their ports are what it asks for.
        PageServices? services = null;
        await using var page = PageServer.Build(PageFolder.Locate(options.PageFolder), options.Ports.Page, () => services);
        // What was sent, to hold against what is shown.
        SimulatorService? simulator = null;
        page.MapGet("/simulator/ledger", () => simulator is null ? Results.NotFound() : Results.Text(simulator.Ledger.Report().ToJson(), "application/json"));
        await page.StartAsync();
        var pagePort = PageServer.PortOf(page);
        await using var signIn = options.SignIn
            ? await SignInPart.StartAsync(options.Ports.Issuer, pagePort, builder.Configuration)
            : null;

        builder.Configuration.AddInMemoryCollection(Settings(options, broker, pagePort));
        builder.Configuration.AddInMemoryCollection(signIn?.Settings);
        builder.AddServiceDefaults("telemetry");
        // What it would continue from ends with its log.
        if (broker.IsEmbedded) builder.Services.AddSingleton<ISnapshotStore, InMemorySnapshotStore>();
        builder.AddLiveNode();
        if (lake is not null) LakePart.Add(builder, options, lake, broker, simulate, output);
        if (simulate) builder.Services.AddSimulator();
        await using var host = builder.Build();
        host.MapHealthEndpoints();
        host.MapLive();
        await host.StartAsync();

        simulator = host.Services.GetService<SimulatorService>();
        var live = host.Services.GetRequiredService<GrpcEndpoints>();
        // The chat asks the MCP server, and that the lake: without a lake there is neither.
        await using var mcp = lake is null ? null : await McpPart.StartAsync(options.Ports, lake.Path, live.Grpc, signIn?.Settings);
        await using var chat = mcp is null ? null : await ChatPart.StartAsync(options.Ports, pagePort, mcp.Address, signIn?.Settings);
        services = new PageServices(live.Web.Port, chat?.Web.Port, PageIdentity.Of(builder.Configuration));
        var addresses = new Addresses(
            new Uri($"http://localhost:{pagePort}"), live.Web, live.Grpc, chat?.Web, chat?.Grpc, mcp?.Address, signIn?.Address,
            broker.BootstrapServers);
        if (options.AddressFile is { } file) addresses.WriteTo(file);
        await output.WriteLineAsync(Announcement.Of(
            addresses, broker, lake?.Path, host.Services.GetRequiredService<IOptions<KafkaOptions>>().Value,
            simulator is not null ? host.Services.GetRequiredService<IOptions<SimulatorOptions>>().Value : null));

        await host.WaitForShutdownAsync();
        await page.StopAsync();
        return HostRun.ExitCodeOf(host);
    }

    // What the command line and the broker decide; it wins over settings files and the environment.
    private static Dictionary<string, string?> Settings(AppHostOptions options, Broker broker, int pagePort)
    {
        var settings = new Dictionary<string, string?>
        {
            [BootstrapServers] = broker.BootstrapServers,
            [$"{NodeOptions.Section}:{nameof(NodeOptions.Roles)}"] = new NodeOptions().Roles,
            [$"{NodeOptions.Section}:{nameof(NodeOptions.Standalone)}"] = bool.TrueString,
            [$"{GrpcEndpointOptions.Section}:{nameof(GrpcEndpointOptions.WebPort)}"] = Text(options.Ports.LiveWeb),
            [$"{GrpcEndpointOptions.Section}:{nameof(GrpcEndpointOptions.GrpcPort)}"] = Text(options.Ports.LiveGrpc),
            [$"{GrpcEndpointOptions.Section}:{nameof(GrpcEndpointOptions.AllowedOrigins)}:0"] = $"http://localhost:{pagePort}",
            [$"{GrpcEndpointOptions.Section}:{nameof(GrpcEndpointOptions.AllowedOrigins)}:1"] = $"http://127.0.0.1:{pagePort}",
        };
        if (broker.IsEmbedded) settings[$"{KafkaOptions.Section}:{nameof(KafkaOptions.FetchWaitMaxMs)}"] = Text(EmbeddedBroker.FetchWaitMs);
        if (options.Rate is { } rate) settings[$"{SimulatorOptions.Section}:{nameof(SimulatorOptions.EventsPerSecond)}"] = Text(rate);
        if (options.Seed is { } seed) settings[$"{SimulatorOptions.Section}:{nameof(SimulatorOptions.Seed)}"] = Text(seed);
        return settings;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
