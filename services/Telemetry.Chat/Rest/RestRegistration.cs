using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Telemetry.Grpc.Hosting;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Chat.Rest;

/// <summary>The REST door, on the port of gRPC-Web.</summary>
internal static class RestRegistration
{
    private const string CorsPolicy = "Telemetry.Chat";

    public static void AddRest(this IServiceCollection services)
    {
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context => context.ProblemDetails.Extensions.Remove("traceId"));
        services.AddOptions<CorsOptions>().Configure<IOptions<GrpcEndpointOptions>>((cors, endpoint) => cors.AddPolicy(CorsPolicy, policy => policy
            .WithOrigins([.. endpoint.Value.AllowedOrigins]).AllowAnyMethod().AllowAnyHeader()
            .WithExposedHeaders("Content-Disposition", "Retry-After").SetPreflightMaxAge(TimeSpan.FromHours(2))));
    }

    public static void MapRest(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api =>
        {
            api.UseStatusCodePages();
            api.Use(RestErrors.InvokeAsync);
        });
        var chat = app.MapGroup("/api/chat").RequireCors(CorsPolicy).RequireSignIn(app);
        chat.MapPost("/query", QueryEndpoint.AnswerAsync);
        chat.MapGet("/suggestions", SessionEndpoints.SuggestAsync);
        chat.MapGet("/history/{sessionId}", SessionEndpoints.ReadHistoryAsync);
        chat.MapGet("/sessions", SessionEndpoints.ListAsync);
        chat.MapPost("/export", ExportEndpoint.AnswerAsync);
    }
}
