using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Telemetry.LanguageModel.Tests;

/// <summary>A server that speaks OpenAI's chat completions on loopback and replies as a test says.</summary>
internal sealed class ScriptedModel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedModel(WebApplication app) => _app = app;

    /// <summary>Bodies of the requests so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Base address for the client.</summary>
    public Uri Endpoint => new(_app.Urls.Single() + "/v1");

    /// <summary>Starts a server whose completions hold this text.</summary>
    public static Task<ScriptedModel> SayingAsync(string content) => StartAsync(context => context.Response.WriteAsJsonAsync(new
    {
        id = "completion-1",
        @object = "chat.completion",
        created = 0,
        model = "scripted",
        choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content } } },
        usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
    }));

    /// <summary>Starts a server that answers with whatever the delegate writes.</summary>
    public static async Task<ScriptedModel> StartAsync(Func<HttpContext, Task> reply)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(server => server.Listen(IPAddress.Loopback, 0));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        var model = new ScriptedModel(app);
        app.MapPost("/v1/chat/completions", async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            model.Requests.Enqueue(await body.ReadToEndAsync(context.RequestAborted));
            await reply(context);
        });
        await app.StartAsync();
        return model;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
