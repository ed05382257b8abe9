using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Telemetry.Benchmarks.Chat;
using Telemetry.Benchmarks.Ingest;
using Telemetry.Benchmarks.Lake;
using Telemetry.Benchmarks.Snapshots;

// Without a word in front: the hot paths first, then the whole ingestion against a bare loop, whose line comes last.
// `kernels …` passes the rest to BenchmarkDotNet (for example --filter '*Parser*'); `ingest …` does the comparison alone;
// `lake …` asks a large lake.
if (args is ["lake", .. var asked]) return await LakeBenchmark.RunAsync(asked, CancellationToken.None);
// `chat …` asks the chat about the same lake, over HTTP and MCP.
if (args is ["chat", .. var questions]) return await ChatBenchmark.RunAsync(questions, CancellationToken.None);
// `snapshots` writes and reads the states of 50,000 sessions.
if (args is ["snapshots"])
{
    SnapshotBenchmark.Run();
    return 0;
}
var kernels = args is ["kernels", ..];
if (args is not ["ingest", ..])
{
    var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).AsDefault());
    BenchmarkSwitcher.FromAssembly(typeof(IngestComparison).Assembly).Run(kernels ? args[1..] : ["--filter", "*"], config);
}
return kernels ? 0 : await IngestComparison.RunAsync(args is ["ingest", .. var rest] ? rest : args, CancellationToken.None);
