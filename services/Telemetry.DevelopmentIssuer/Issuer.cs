using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.DevelopmentIssuer.Choosing;
using Telemetry.DevelopmentIssuer.Protocol;
using Telemetry.ServiceDefaults;
using Telemetry.ServiceDefaults.Health;

namespace Telemetry.DevelopmentIssuer;

/// <summary>
/// An OpenID Connect provider for development: whoever reaches it chooses whom to sign in as, without a password. It listens on loopback
/// alone, over http, and forgets everything when it ends.
/// </summary>
public sealed class Issuer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Issuer(WebApplication app)
    {
        _app = app;
        Authority = IssuerProtocol.AddressOf(app.Services.GetRequiredService<IServer>());
    }

    /// <summary>Its name in discovery and tokens, without a slash at the end, for example <c>http://localhost:3004</c>.</summary>
    public string Authority { get; }

    /// <summary>Starts it.</summary>
    /// <param name="settings">Whom it knows.</param>
    /// <param name="time">What tokens begin and end by.</param>
    public static async Task<Issuer> StartAsync(IssuerSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(time);
        builder.AddServiceDefaults("telemetry-issuer");
        // It tells of every request in several lines.
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, settings.Port);
        });
        // A page whose name was made to lead to this machine (DNS rebinding) is at home here to the browser, but for this.
        builder.Services.Configure<HostFilteringOptions>(options => options.AllowedHosts = ["localhost", "127.0.0.1"]);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(page =>
            page.WithOrigins([.. settings.PageOrigins]).AllowAnyHeader().AllowAnyMethod()));
        // What asks for these keys here seals nothing with them; without this they would be written to the user's folder.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddIssuerProtocol(settings);

        var app = builder.Build();
        app.Use((context, next) =>
        {
            ChoicePage.Confine(context.Response.Headers, settings.PageOrigins);
            return next(context);
        });
        app.UseCors();
        app.UseAuthentication();
        app.MapHealthEndpoints();
        app.MapSignIn(Person.Of(settings.Tenants));
        await app.StartAsync();
        return new Issuer(app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
