using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telemetry.Kafka.Embedded;
using Telemetry.Simulator.CommandLine;
using Telemetry.Simulator.Ledgers;
using Telemetry.Simulator.Tests.Ledgers;

namespace Telemetry.Simulator.Tests.Producing;

/// <summary>Against the real broker in the process.</summary>
public sealed class KafkaRunTests : IDisposable
{
    private const string Topic = "telemetry.events";
    private const int Partitions = 4;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly EmbeddedBroker _broker = EmbeddedBroker.Start(new Dictionary<string, int> { [Topic] = Partitions });

    [Fact]
    public async Task The_ledger_equals_a_recount_of_what_is_in_Kafka()
    {
        using var host = MakeHost(("Simulator:EventsPerSecond", "5000"), ("Simulator:MaxEvents", "8000"), ("Simulator:MalformedShare", "0.03"), ("Simulator:DuplicateShare", "0.03"), ("Simulator:LateShare", "0.01"));
        await host.StartAsync();
        var simulator = host.Services.GetRequiredService<SimulatorService>();
        var report = await simulator.Completion.WaitAsync(Timeout);
        await host.StopAsync();

        var recount = new Recount();
        foreach (var message in Consume())
            recount.Add(message.Value ?? [], message.Timestamp.UtcDateTime);
        Assert.Equal(8_000, report.Messages);
        recount.AssertEquals(report);
        Assert.Equal(recount.ActiveAt(report.LastEventAt!.Value, Domain.Filtering.EventFilter.All), simulator.Ledger.ActiveAt(report.LastEventAt.Value));
    }

    [Fact]
    public async Task A_session_stays_in_one_partition_in_order()
    {
        using var host = MakeHost(("Simulator:EventsPerSecond", "5000"), ("Simulator:MaxEvents", "3000"), ("Simulator:MalformedShare", "0"));
        await host.StartAsync();
        await host.Services.GetRequiredService<SimulatorService>().Completion.WaitAsync(Timeout);
        await host.StopAsync();
        var partitionOf = new Dictionary<string, int>();
        foreach (var (message, partition) in ConsumeWithPartition())
        {
            var session = System.Text.Encoding.UTF8.GetString(message.Key!);
            Assert.Equal(partition, partitionOf.TryGetValue(session, out var known) ? known : partitionOf[session] = partition);
        }
        Assert.Equal(Partitions, partitionOf.Values.Distinct().Count());
    }

    [Fact]
    public async Task Stopping_the_host_flushes_what_was_counted()
    {
        using var host = MakeHost(("Simulator:EventsPerSecond", "2000"));
        await host.StartAsync();
        var simulator = host.Services.GetRequiredService<SimulatorService>();
        using (var deadline = new CancellationTokenSource(Timeout))
        {
            while (simulator.Ledger.Messages < 500)
            {
                deadline.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
        await host.StopAsync();
        var report = await simulator.Completion.WaitAsync(Timeout);
        Assert.Equal(report.Messages, Consume().Count());
    }

    [Fact]
    public async Task A_broker_that_is_away_for_a_moment_costs_nothing()
    {
        using var host = MakeHost(("Simulator:EventsPerSecond", "2000"), ("Simulator:MaxEvents", "4000"));
        await host.StartAsync();
        var simulator = host.Services.GetRequiredService<SimulatorService>();
        _broker.SetDown();
        _broker.SetUp();
        var report = await simulator.Completion.WaitAsync(Timeout);
        await host.StopAsync();
        var recount = new Recount();
        foreach (var message in Consume())
            recount.Add(message.Value ?? [], message.Timestamp.UtcDateTime);
        recount.AssertEquals(report);
    }

    [Fact]
    public async Task The_command_line_sends_the_count_and_writes_the_ledger()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var exitCode = await new SimulateCommand().ToRoot()
                .Parse(["--bootstrap", _broker.BootstrapServers, "--rate", "5000", "--count", "1500", "--seed", "4", "--ledger", file])
                .InvokeAsync(new() { Error = TextWriter.Null })
                .WaitAsync(Timeout);
            Assert.Equal(0, exitCode);
            var report = LedgerReport.FromJson(await File.ReadAllTextAsync(file));
            Assert.Equal(1_500, report.Messages);
            Assert.Equal(1_500, Consume().Count());
        }
        finally
        {
            File.Delete(file);
        }
    }

    public void Dispose() => _broker.Dispose();

    private IHost MakeHost(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Kafka:BootstrapServers", (string?)_broker.BootstrapServers)]);
        builder.Logging.ClearProviders();
        builder.Services.AddSimulator();
        return builder.Build();
    }

    private IEnumerable<Message<byte[]?, byte[]?>> Consume() => ConsumeWithPartition().Select(consumed => consumed.Message);

    /// <summary>Everything that is in the topic, with a client of its own.</summary>
    private List<(Message<byte[]?, byte[]?> Message, int Partition)> ConsumeWithPartition()
    {
        var config = new ConsumerConfig { BootstrapServers = _broker.BootstrapServers, GroupId = "recount", EnablePartitionEof = true, EnableAutoCommit = false };
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).Build();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(partition => new TopicPartitionOffset(Topic, partition, Offset.Beginning)));
        var consumed = new List<(Message<byte[]?, byte[]?>, int)>();
        for (var ends = 0; ends < Partitions;)
        {
            var result = consumer.Consume(Timeout) ?? throw new TimeoutException($"Read {consumed.Count} messages and the ends of {ends} partitions; then nothing came.");
            if (result.IsPartitionEOF)
                ends++;
            else
                consumed.Add((result.Message, result.Partition));
        }
        return consumed;
    }
}
