using System.Security.Cryptography;
using Telemetry.DevelopmentIssuer;
using Telemetry.ServiceDefaults.Identity;
using Telemetry.Simulator;

namespace Telemetry.AppHost.SignIn;

/// <summary>The development issuer in this process, and the settings by which all parts obey it.</summary>
internal sealed class SignInPart : IAsyncDisposable
{
    private const string ServiceClientId = "telemetry-services";
    private static readonly IdentityOptions Defaults = new();

    private readonly Issuer _issuer;

    private SignInPart(Issuer issuer, string serviceSecret)
    {
        _issuer = issuer;
        Settings = new Dictionary<string, string?>
        {
            [Setting(nameof(IdentityOptions.Authority))] = issuer.Authority,
            [Setting(nameof(IdentityOptions.Audience))] = Defaults.Audience,
            [Setting(nameof(IdentityOptions.TenantClaim))] = Defaults.TenantClaim,
            [Setting(nameof(IdentityOptions.ClientId))] = Defaults.ClientId,
            [Setting(nameof(IdentityOptions.Scope))] = Defaults.Scope,
            [Setting(nameof(IdentityOptions.ServiceClientId))] = ServiceClientId,
            [Setting(nameof(IdentityOptions.ServiceClientSecret))] = serviceSecret,
            [Setting(nameof(IdentityOptions.ServiceScope))] = Defaults.ServiceScope,
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
                PageClientId = Defaults.ClientId,
                ServiceClientId = ServiceClientId,
                ServiceClientSecret = secret,
                Audience = Defaults.Audience,
                TenantClaim = Defaults.TenantClaim,
                Tenants = simulator.Tenants.Count > 0 ? [.. simulator.Tenants] : ["default"],
            },
            TimeProvider.System);
        return new SignInPart(issuer, secret);
    }

    private static string Setting(string name) => $"{IdentityOptions.Section}:{name}";

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _issuer.DisposeAsync();
}
