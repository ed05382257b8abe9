namespace Telemetry.EndToEnd.Tests.Running;

/// <summary>One AppHost without a simulator for the tests of a class: what it counts is what the tests produce.</summary>
public sealed class QuietAppHost : IAsyncLifetime
{
    internal AppHostProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Process = await AppHostProcess.StartAsync(["--no-simulator"]);

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
