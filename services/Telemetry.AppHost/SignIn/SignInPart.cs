using System.Security.Cryptography;
using Telemetry.DevelopmentIssuer;
using Telemetry.Simulator;

namespace Telemetry.AppHost.SignIn;

/// <summary>The development issuer in this process, and the settings by which all parts obey it.</summary>
internal sealed class SignInPart : IAsyncDisposable
{
    private const string Audience = "telemetry", TenantClaim = "tenant_id";
    private const string PageClientId = "telemetry-page", ServiceClientId = "telemetry-services";

    private readonly Issuer _issuer;

    private SignInPart(Issuer issuer, string serviceSecret)
    {
        _issuer = issuer;
        Settings = new Dictionary<string, string?>
        {
            ["Identity:Authority"] = issuer.Authority,
            ["Identity:Audience"] = Audience,
            ["Identity:TenantClaim"] = TenantClaim,
            ["Identity:ClientId"] = PageClientId,
            ["Identity:ServiceClientId"] = ServiceClientId,
            ["Identity:ServiceClientSecret"] = serviceSecret,
        };
    }

    /// <summary>Where people sign in.</summary>
    public Uri Address => new(_issuer.Authority);

    /// <summary>The section <c>Identity</c> of every part; it wins over an issuer that is configured elsewhere.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Starts it.</summary>
    /// <param name="port">Where it listens; 0 takes a free one.</param>
    /// <param name="pagePort">Port of the page that it sends people back to.</param>
    /// <param name="configuration">Has the simulator's tenants: there is a person for each.</param>
    public static async Task<SignInPart> StartAsync(int port, int pagePort, IConfiguration configuration)
    {
        var simulator = configuration.GetSection(SimulatorOptions.Section).Get<SimulatorOptions>() ?? new SimulatorOptions();
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var issuer = await Issuer.StartAsync(
            new IssuerSettings
            {
                Port = port,
                PageOrigins = [$"http://localhost:{pagePort}", $"http://127.0.0.1:{pagePort}"],
                PageClientId = PageClientId,
                ServiceClientId = ServiceClientId,
                ServiceClientSecret = secret,
                Audience = Audience,
                TenantClaim = TenantClaim,
                Tenants = simulator.Tenants.Count > 0 ? [.. simulator.Tenants] : ["default"],
            },
            TimeProvider.System);
        return new SignInPart(issuer, secret);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _issuer.DisposeAsync();
}
