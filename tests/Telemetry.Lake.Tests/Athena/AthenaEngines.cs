using Amazon.Runtime;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Athena;
using Telemetry.Lake.Queries;
using Telemetry.Lake.Tests.Athena.Server;

namespace Telemetry.Lake.Tests.Athena;

internal static class AthenaEngines
{
    public static AthenaQueryEngine Of(AthenaServer server, Action<LakeOptions>? change = null, ImmutableCredentials? credentials = null)
    {
        var options = new LakeOptions
        {
            Engine = LakeEngine.Athena,
            Athena =
            {
                Region = AthenaServer.Region, WorkGroup = AthenaServer.WorkGroup, Database = AthenaServer.Database,
                OutputLocation = "s3://results/telemetry/", Endpoint = server.Address,
            },
        };
        change?.Invoke(options);
        credentials ??= new ImmutableCredentials(AthenaServer.AccessKey, AthenaServer.SecretKey, AthenaServer.SessionToken);
        return new AthenaQueryEngine(Options.Create(options), TimeProvider.System, _ => Task.FromResult(credentials));
    }
}
