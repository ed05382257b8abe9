using BenchmarkDotNet.Running;
using Telemetry.Benchmarks.Ingest;

// `ingest` compares the whole ingestion with a bare loop; anything else goes to BenchmarkDotNet (for example `--filter '*'`).
if (args is ["ingest", ..])
    return await IngestComparison.RunAsync(args[1..], CancellationToken.None);

BenchmarkSwitcher.FromAssembly(typeof(IngestComparison).Assembly).Run(args);
return 0;
