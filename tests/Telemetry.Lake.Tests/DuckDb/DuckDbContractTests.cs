using Telemetry.Lake.Tests.Contract;

namespace Telemetry.Lake.Tests.DuckDb;

public sealed class DuckDbContractTests : QueryEngineContract
{
    protected override Task<EngineUnderTest> OpenAsync()
    {
        var lake = new SampleLake();
        return Task.FromResult(new EngineUnderTest(DuckDbEngines.Over(lake.Folder), lake));
    }

    protected override async Task<EngineUnderTest> OpenBusyAsync()
    {
        var lake = new SampleLake();
        var sut = new EngineUnderTest(
            DuckDbEngines.Over(lake.Folder, static o => (o.DuckDb.Concurrency, o.DuckDb.QueueLength) = (1, 1)), lake);
        await sut.RunsAsync(await sut.StartAsync(Slow));
        await sut.StartAsync(Slow + " AND 1 = 1");
        return sut;
    }
}
