using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Telemetry.Mcp.Catalogue;
using Telemetry.LanguageModel;
using Telemetry.Mcp.Guard;
using Telemetry.Mcp.Hosting;
using Telemetry.Mcp.Live;
using Telemetry.Mcp.Planning;
using Telemetry.Mcp.Queries;
using Telemetry.Mcp.Tools;
using Telemetry.Semantics;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Mcp;

/// <summary>What a host calls to serve MCP.</summary>
public static class McpRegistration
{
    private const string Instructions = """
        Answers questions about video telemetry: viewers, sessions, quality, errors, buffering, bandwidth, watch time.
        Ask plan_question first; run its plan with run_plan. list_metrics and describe_table say what can be asked; run_sql takes one
        SELECT in Athena's dialect. Nothing can be changed here.
        """;

    /// <summary>
    /// Adds the MCP server over streamable HTTP and the port of <see cref="McpEndpointOptions"/> (section <c>Mcp</c>); the address is in
    /// <see cref="McpEndpoint"/> once the host has started. The host brings the <c>IQueryEngine</c> (<c>AddLakeQueries</c>).
    /// </summary>
    public static WebApplicationBuilder AddMcp(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<McpEndpointOptions>().BindConfiguration(McpEndpointOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<McpEndpointOptions>, McpEndpointOptionsValidator>());
        services.AddSingleton<McpEndpoint>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, McpKestrel>();
        services.AddSingleton<CallerCheck>();

        if (builder.AddIdentity()) services.AddProtectedResource();
        builder.AddMcpTools().WithHttpTransport();
        services.AddOptions<HttpServerTransportOptions>().Configure<IOptions<McpEndpointOptions>>((transport, endpoint) =>
        {
            // Clients of 2026-07-28 are served request by request. Those before it get a session: their cancellation is a request of its
            // own, which has to find the one that it cancels.
            transport.SessionMode = HttpServerSessionMode.StatefulForInitializeClients;
#pragma warning disable MCP9006 // It says that sessions are for clients of 2025-11-25 alone: those are whom this bounds.
            transport.MaxIdleSessionCount = endpoint.Value.MaxIdleSessions;
#pragma warning restore MCP9006
        });
        return builder;
    }

    /// <summary>Serves the MCP endpoint to callers whose host name and origin are allowed, and who are signed in where that is asked for.</summary>
    public static WebApplication MapMcpServer(this WebApplication app)
    {
        app.Use(app.Services.GetRequiredService<CallerCheck>().InvokeAsync);
        app.UseIdentity();
        app.MapMcp(McpEndpointOptions.Path).RequireSignIn(app);
        return app;
    }

    /// <summary>Adds tools, resources and prompts, without a transport.</summary>
    internal static IMcpServerBuilder AddMcpTools(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddServiceSignIn();
        services.AddOptions<ClockOptions>().BindConfiguration(ClockOptions.Section);
        services.AddOptions<QueryLimits>().BindConfiguration(QueryLimits.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<GuardOptions>().BindConfiguration(GuardOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LiveOptions>, LiveOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<QuestionClock>();
        services.AddSingleton<CallerTenants>();
        services.AddSingleton<SqlGuard>();
        services.AddSingleton<KeptQueries>();
        services.AddSingleton<LakeFreshness>();
        services.AddSingleton<QueryRunner>();
        services.AddSingleton<LiveAnswers>();
        services.AddSingleton<ToolErrors>();
        services.AddSemantics();
        services.AddAssistedPlanner();
        services.AddSingleton<LakeValues>();
        services.AddSingleton<PlanningMetrics>();
        services.AddSingleton<ValueRefresh>();
        services.AddHostedService(provider => provider.GetRequiredService<ValueRefresh>());

        // Its failures are answered to the caller, and those that are ours are logged by ToolErrors; a client's mistakes need no stack trace.
        builder.Logging.AddFilter("ModelContextProtocol", LogLevel.Warning).AddFilter("ModelContextProtocol.Server.McpServer", LogLevel.Critical);
        services.AddOptions<McpServerOptions>().Configure<ToolErrors>((server, errors) =>
        {
            server.ServerInfo = new Implementation { Name = "telemetry", Title = "Video telemetry", Version = Version };
            server.ServerInstructions = Instructions;
            server.Filters.Request.CallToolFilters.Add(errors.Around);
        }).PostConfigure(ToolSchemas.AddErrors);
        return services.AddMcpServer()
            .WithTools<PlanningTools>(ToolJson.Options)
            .WithTools<QueryTools>(ToolJson.Options)
            .WithTools<CatalogueTools>(ToolJson.Options)
            .WithResources<CatalogueResources>()
            .WithPrompts([McpServerPrompt.Create(Prompts.Ask)]);
    }

    private static string Version => typeof(McpRegistration).Assembly.GetName().Version?.ToString(3) ?? "1.0.0";
}
