using Telemetry.Lake.Tests.Athena.Server;
using Telemetry.Lake.Tests.Contract;

namespace Telemetry.Lake.Tests.Athena;

/// <summary>A test with a lake and a server that speaks Athena's protocol over it.</summary>
public abstract class AthenaServerTest : IAsyncLifetime, IDisposable
{
    private protected SampleLake Lake { get; } = new();

    private protected AthenaServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await AthenaServer.StartAsync(Lake.Folder);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Dispose();
        GC.SuppressFinalize(this);
    }

    public void Dispose()
    {
        Lake.Dispose();
        GC.SuppressFinalize(this);
    }
}
