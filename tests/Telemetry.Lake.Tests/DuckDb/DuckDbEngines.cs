using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telemetry.Lake.DuckDb;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Tests.DuckDb;

internal static class DuckDbEngines
{
    public static DuckDbQueryEngine Over(string folder, Action<LakeOptions>? change = null, TimeProvider? time = null, ILogger<DuckDbQueryEngine>? logger = null)
    {
        var options = new LakeOptions { Folder = folder };
        options.DuckDb.MemoryMb = 512;
        options.DuckDb.Threads = 2;
        options.DuckDb.Concurrency = 2;
        change?.Invoke(options);
        return new DuckDbQueryEngine(Options.Create(options), time ?? TimeProvider.System, logger ?? NullLogger<DuckDbQueryEngine>.Instance);
    }
}
