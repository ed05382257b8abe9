using Telemetry.Lake.Tests.Athena.Server;
using Telemetry.Lake.Tests.Contract;

namespace Telemetry.Lake.Tests.Athena;

public sealed class AthenaContractTests : QueryEngineContract
{
    protected override async Task<EngineUnderTest> OpenAsync()
    {
        var lake = new SampleLake();
        var server = await AthenaServer.StartAsync(lake.Folder);
        return new EngineUnderTest(AthenaEngines.Of(server), lake, server);
    }

    protected override async Task<EngineUnderTest> OpenBusyAsync()
    {
        var lake = new SampleLake();
        var server = await AthenaServer.StartAsync(lake.Folder);
        server.Refuse(times: 2, 400, "TooManyRequestsException");
        return new EngineUnderTest(AthenaEngines.Of(server, static o => o.Athena.MaxAttempts = 2), lake, server);
    }
}
