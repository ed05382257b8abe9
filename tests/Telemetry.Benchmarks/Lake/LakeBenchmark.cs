using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telemetry.Lake.DuckDb;
using Telemetry.Lake.Queries;

namespace Telemetry.Benchmarks.Lake;

/// <summary>
/// Askers who ask again as soon as they have their answer, of a lake of ten million events: first everybody something else, then everybody
/// much the same. A whole answer is start, wait and first page.
/// </summary>
internal static class LakeBenchmark
{
    private const string Endless = """
        SELECT count(*) AS n FROM events a CROSS JOIN events b WHERE concat(a.session_id, b.event_id) < concat(b.session_id, a.event_id)
        """;

    public static Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var folder = new Option<string?>("--folder") { Description = "Folder of the lake, kept for the next time; none makes one and removes it." };
        var rows = new Option<long>("--rows") { DefaultValueFactory = _ => 10_000_000, Description = "Events in the lake." };
        var askers = new Option<int>("--askers") { DefaultValueFactory = _ => 20, Description = "Askers at once." };
        var questions = new Option<int>("--questions") { DefaultValueFactory = _ => 10, Description = "Questions an asker." };
        var concurrency = new Option<int>("--concurrency") { DefaultValueFactory = _ => new DuckDbOptions().Concurrency, Description = "Statements that run at once." };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 0, Description = "Threads of the engine, 0 for one a processor." };
        var command = new RootCommand("Measures whole answers over a large lake.") { folder, rows, askers, questions, concurrency, threads };
        command.SetAction(async (parsed, token) =>
        {
            var kept = parsed.GetValue(folder);
            var path = kept ?? Directory.CreateTempSubdirectory("lake-bench-").FullName;
            try
            {
                await MeasureAsync(
                    path, parsed.GetValue(rows), parsed.GetValue(askers), parsed.GetValue(questions),
                    new DuckDbOptions { Concurrency = parsed.GetValue(concurrency), Threads = parsed.GetValue(threads) }, token);
            }
            finally
            {
                if (kept is null) Directory.Delete(path, recursive: true);
            }
        });
        return command.Parse(args).InvokeAsync(cancellationToken: cancellationToken);
    }

    private static async Task MeasureAsync(
        string folder, long rows, int askers, int questions, DuckDbOptions duckDb, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Writing {rows:N0} events to {folder} unless they are there …");
        await GeneratedLake.WriteAsync(folder, rows, cancellationToken);
        var options = Options.Create(new LakeOptions { Folder = folder, DuckDb = duckDb });
        using var engine = new DuckDbQueryEngine(options, TimeProvider.System, NullLogger<DuckDbQueryEngine>.Instance);

        for (var i = 0; i < 8; i++)
        {
            var alone = await AnswerAsync(engine, LakeQuestions.Common(i), cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"alone: {alone:0} ms  {LakeQuestions.Common(i)[..72]}…"));
        }
        var different = await AskAsync(engine, askers, questions, static (asker, i) => LakeQuestions.Distinct(asker * 1_000 + i), cancellationToken);
        var common = await AskAsync(
            engine, askers, questions, static (asker, i) => i % 5 == 4 ? LakeQuestions.Distinct(500_000 + asker * 1_000 + i) : LakeQuestions.Common(asker + i), cancellationToken);
        var cancel = await CancelAsync(engine, duckDb.Concurrency, cancellationToken);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"BENCH lake rows={rows} askers={askers} different[{different}] alike[{common}] cancel_ms={cancel:0} memory_mb={Process.GetCurrentProcess().PeakWorkingSet64 / 1048576}"));
    }

    private static async Task<Latencies> AskAsync(
        DuckDbQueryEngine engine, int askers, int questions, Func<int, int, string> question, CancellationToken cancellationToken)
    {
        var (started, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var each = await Task.WhenAll(Enumerable.Range(0, askers).Select(asker => Task.Run(
            async () =>
            {
                var answers = new List<double>();
                for (var i = 0; i < questions; i++) answers.Add(await AnswerAsync(engine, question(asker, i), cancellationToken));
                return answers;
            },
            cancellationToken)));
        return Latencies.Of([.. each.SelectMany(static a => a)], Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - processor);
    }

    private static async Task<double> AnswerAsync(DuckDbQueryEngine engine, string sql, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var id = await engine.StartAsync(new QueryRequest(sql), cancellationToken);
        var status = await engine.WaitAsync(id, null, TimeProvider.System, cancellationToken);
        if (status.Error is { } error) throw new QueryException(error);
        await engine.GetPageAsync(id, null, 100, cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>From the cancel of endless queries in every session to the answer of the next one: that long the engine went on.</summary>
    private static async Task<double> CancelAsync(DuckDbQueryEngine engine, int sessions, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        for (var i = 0; i < sessions; i++)
            ids.Add(await engine.StartAsync(new QueryRequest(string.Create(CultureInfo.InvariantCulture, $"{Endless} AND {i} = {i}")), cancellationToken));
        foreach (var id in ids)
        {
            while (await engine.GetStatusAsync(id, cancellationToken) is { State: QueryState.Queued }) await Task.Delay(5, cancellationToken);
        }
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        var started = Stopwatch.GetTimestamp();
        foreach (var id in ids) await engine.CancelAsync(id, cancellationToken);
        await AnswerAsync(engine, "SELECT 1 AS one", cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private sealed record Latencies(double P50, double P95, double Max, double PerSecond, double CpuEach)
    {
        public static Latencies Of(double[] milliseconds, TimeSpan took, TimeSpan processor)
        {
            Array.Sort(milliseconds);
            return new Latencies(At(milliseconds, 0.5), At(milliseconds, 0.95), milliseconds[^1], milliseconds.Length / took.TotalSeconds, processor.TotalMilliseconds / milliseconds.Length);
        }

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"p50_ms={P50:0} p95_ms={P95:0} max_ms={Max:0} per_s={PerSecond:0.0} cpu_ms_each={CpuEach:0}");

        private static double At(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
