using Akka.Hosting;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemetry.Chat.Export;
using Telemetry.Chat.History;
using Telemetry.Chat.Questions;
using Telemetry.Chat.Rest;
using Telemetry.Chat.Results;
using Telemetry.Chat.Services;
using Telemetry.Chat.Sessions;
using Telemetry.Chat.Tools;
using Telemetry.Chat.Viewings;
using Telemetry.Grpc.Hosting;

namespace Telemetry.Chat;

/// <summary>What a host calls to serve the chat.</summary>
public static class ChatRegistration
{
    /// <summary>
    /// Adds sessions, history, the client of the MCP server, and the ports: REST and gRPC-Web on 3002, gRPC on 3012, unless the
    /// section <c>Grpc</c> says otherwise. The options are <see cref="ChatOptions"/>.
    /// </summary>
    public static WebApplicationBuilder AddChat(this WebApplicationBuilder builder)
    {
        // First among the sources: whatever is configured wins.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                [$"{GrpcEndpointOptions.Section}:{nameof(GrpcEndpointOptions.WebPort)}"] = "3002",
                [$"{GrpcEndpointOptions.Section}:{nameof(GrpcEndpointOptions.GrpcPort)}"] = "3012",
            },
        });
        builder.AddTelemetryGrpc();
        // McpTools logs the calls that fail; the client would do so again, with what the server sent.
        builder.Logging.AddFilter("ModelContextProtocol.Client", LogLevel.None);
        var services = builder.Services;
        services.AddOptions<ChatOptions>().BindConfiguration(ChatOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<McpConnection>();
        services.AddSingleton<McpPipelines>();
        services.AddSingleton<McpTools>();
        services.AddSingleton<ResultShelf>();
        services.AddSingleton<QueryFlights>();
        services.AddSingleton<QueryRunner>();
        services.AddSingleton<ViewingReader>();
        services.AddSingleton<RowReader>();
        services.AddSingleton<PlanningClock>();
        services.AddSingleton<QuestionTools>();
        services.AddSingleton<ChatDesk>();
        services.AddSingleton<ExportLimit>();
        services.AddChatHistory();
        services.AddRest();
        services.AddSingleton<WarmUp>();
        services.AddHostedService(provider => provider.GetRequiredService<WarmUp>());
        services.AddHealthChecks().AddCheck<McpHealthCheck>("mcp").AddCheck<WarmUp>("warm-up");
        services.AddAkka("telemetry-chat", akka => akka
            .ConfigureLoggers(loggers =>
            {
                loggers.LogLevel = Akka.Event.LogLevel.WarningLevel;
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .AddHocon(
                """
                akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
                akka.stdout-loglevel = WARNING
                akka.log-dead-letters = off
                """,
                HoconAddMode.Prepend)
            .WithActors((system, registry, resolver) => registry.Register<ChatSupervisor>(system.ActorOf(
                ChatSupervisor.For(resolver.GetService<IChatHistory>(), resolver.GetService<QuestionTools>()), "chat"))));
        return builder;
    }

    /// <summary>Serves REST and telemetry.v1.ChatService, health and reflection.</summary>
    public static WebApplication MapChat(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<PlanningClock>(); // a clock that can't be read is told at the start
        app.MapTelemetryGrpc<ChatService>();
        app.MapRest();
        return app;
    }
}
