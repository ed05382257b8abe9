using Amazon.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Athena;
using Telemetry.Lake.Queries;
using Telemetry.Lake.Tests.Athena.Server;

namespace Telemetry.Lake.Tests.Athena;

internal static class AthenaEngines
{
    /// <summary>Those that the server knows.</summary>
    public static ImmutableCredentials Credentials { get; } = new(AthenaServer.AccessKey, AthenaServer.SecretKey, AthenaServer.SessionToken);

    public static AthenaQueryEngine Of(AthenaServer server, Action<LakeOptions>? change = null, ImmutableCredentials? credentials = null) =>
        Of(server, () => credentials ?? Credentials, change);

    /// <summary>With credentials that are asked for at every request.</summary>
    public static AthenaQueryEngine Of(AthenaServer server, Func<ImmutableCredentials> credentials, Action<LakeOptions>? change = null)
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
        return new AthenaQueryEngine(
            Options.Create(options), TimeProvider.System, NullLogger<AthenaQueryEngine>.Instance, _ => Task.FromResult(credentials()));
    }
}
