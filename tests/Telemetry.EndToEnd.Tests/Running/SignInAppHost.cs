namespace Telemetry.EndToEnd.Tests.Running;

/// <summary>One AppHost that asks people to sign in, and whose simulator has a tenant of its own.</summary>
public sealed class SignInAppHost : IAsyncLifetime
{
    public const string Tenant = "acme";

    internal AppHostProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Process = await AppHostProcess.StartAsync(
        ["--sign-in", "--rate", "10", "--history", "0"], new Dictionary<string, string> { ["Simulator__Tenants__0"] = Tenant });

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
