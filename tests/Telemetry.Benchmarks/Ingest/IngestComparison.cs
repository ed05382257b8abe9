using System.CommandLine;
using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telemetry.Ingestion;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Embedded;

namespace Telemetry.Benchmarks.Ingest;

/// <summary>The whole ingestion against a bare loop, in turn (A B A B …) on one pre-filled topic, so that a change of the machine's speed meets both.</summary>
internal static class IngestComparison
{
    private const int Partitions = 64;

    public static Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var events = new Option<int>("--events") { DefaultValueFactory = _ => 500_000, Description = "Events in the topic." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5, Description = "Counted rounds of A and B, after one that warms up." };
        var command = new RootCommand("Compares the whole ingestion with a bare Consume + parse + count loop.") { events, rounds };
        command.SetAction(parsed => Compare(parsed.GetValue(events), parsed.GetValue(rounds)));
        return command.Parse(args).InvokeAsync(cancellationToken: cancellationToken);
    }

    private static void Compare(int events, int rounds)
    {
        const string topic = "telemetry.events";
        using var broker = EmbeddedBroker.Start(new Dictionary<string, int> { [topic] = Partitions });
        var options = new KafkaOptions { BootstrapServers = broker.BootstrapServers, EventsTopic = topic, FetchWaitMaxMs = EmbeddedBroker.FetchWaitMs };
        Fill(options, events);
        WarmUp.Run();
        var ratios = new List<double>();
        List<double> whole = [], bare = [], allocated = [];
        for (var round = 0; round <= rounds; round++)
        {
            options.GroupId = $"whole-{round}";
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var wholeRate = events / WholeIngestion.Run(options, events).TotalSeconds;
            var allocatedPerEvent = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)events;
            options.GroupId = $"bare-{round}";
            var bareRate = events / BareLoop.Run(options, events).TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: whole {wholeRate:0} events/s, bare {bareRate:0} events/s, ratio {wholeRate / bareRate:0.00}, {allocatedPerEvent:0} bytes allocated per event, {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)} collections so far{(round == 0 ? " (warm-up, not counted)" : "")}"));
            if (round == 0)
                continue;
            ratios.Add(wholeRate / bareRate);
            whole.Add(wholeRate);
            bare.Add(bareRate);
            allocated.Add(allocatedPerEvent);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"BENCH ratio={Median(ratios):0.00} events_per_s={Median(whole):0} bare_per_s={Median(bare):0} allocated_per_event={Median(allocated):0.0}"));
    }

    private static void Fill(KafkaOptions options, int events)
    {
        var clients = new KafkaClients(Options.Create(options), NullLogger<KafkaClients>.Instance);
        // In batches of hundreds, as producers of a busy topic send them: a real broker has an index, the embedded one walks all batches
        // of a partition at each fetch, and with small ones that is half of the CPU that is measured.
        using var producer = clients.CreateProducer(config => config.LingerMs = 200);
        foreach (var (key, value) in SampleMessages.Create(events, seed: 1, TimeProvider.System.GetUtcNow()))
        {
            while (true)
            {
                try
                {
                    producer.Produce(options.EventsTopic, new Message<byte[]?, byte[]?> { Key = key, Value = value });
                    break;
                }
                catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Flush(TimeSpan.FromMilliseconds(10));
                }
            }
        }
        while (producer.Flush(TimeSpan.FromSeconds(1)) > 0)
            continue;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
