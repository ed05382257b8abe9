using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telemetry.Kafka.Embedded;
using Telemetry.Lake.Storage;
using Telemetry.Lake.Writing;

namespace Telemetry.Lake.Tests.Samples;

/// <summary>The product's writer in a host of its own, on a real wire.</summary>
internal sealed class RunningWriter : IAsyncDisposable
{
    /// <summary>For every wait of these tests; none is expected to come near it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;

    private RunningWriter(IHost host) => _host = host;

    public LakeWriterStatus Status => _host.Services.GetRequiredService<LakeWriterStatus>();

    public static async Task<RunningWriter> StartAsync(EmbeddedBroker broker, ILakeStorage storage, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings
            .Select(setting => KeyValuePair.Create($"Lake:Writer:{setting.Key}", (string?)setting.Value))
            .Append(KeyValuePair.Create("Kafka:BootstrapServers", (string?)broker.BootstrapServers))
            .Append(KeyValuePair.Create("Kafka:FetchWaitMaxMs", (string?)$"{EmbeddedBroker.FetchWaitMs}"))
            .Append(KeyValuePair.Create("Kafka:SessionTimeoutMs", (string?)"1000")) // how long the broker waits for a member that left
            .Append(KeyValuePair.Create("Lake:Writer:Folder", (string?)"unused")));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(storage);
        builder.Services.AddLakeWriter();
        var running = new RunningWriter(builder.Build());
        await running._host.StartAsync();
        return running;
    }

    public static EmbeddedBroker StartBroker(int partitions = 4) => EmbeddedBroker.Start(new Dictionary<string, int> { ["telemetry.events"] = partitions });

    /// <summary>Produces values, each to the partition of its key, and waits until the broker has them.</summary>
    public static void Produce(EmbeddedBroker broker, IEnumerable<(string Key, byte[] Value)> messages)
    {
        var config = new ProducerConfig { BootstrapServers = broker.BootstrapServers, LingerMs = 5 };
        using var producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        foreach (var (key, value) in messages)
            producer.Produce("telemetry.events", new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(key), Value = value });
        Assert.Equal(0, producer.Flush(Patience));
    }

    /// <summary>Waits until something is so, looking after each change of the clock's tenth of a second.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!isSo())
        {
            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited {Patience.TotalSeconds} s until {what}.");
            }
        }
    }

    /// <summary>Ends it as a clean stop does.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
