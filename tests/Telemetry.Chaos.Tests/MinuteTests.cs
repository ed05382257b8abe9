namespace Telemetry.Chaos.Tests;

/// <summary>The tool itself for a minute of faults, as <c>--target=Chaos</c> starts it.</summary>
public sealed class MinuteTests
{
    [Fact]
    public async Task After_a_minute_of_faults_every_gateway_shows_what_the_ledger_holds()
    {
        using var chaos = ChaosProgram.Start("--seed", "20261126", "--minutes", "1", "--rate", "500");
        var code = await chaos.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(code == 0, chaos.LastLines);
        Assert.Matches(@"CHAOS kills=[1-9]\d* pauses=[1-9]\d* rebalances=[1-9]\d* lost=0 duplicated=0 max_unowned_s=[\d.]+$", chaos.LastLines);
    }
}
