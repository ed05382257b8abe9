using System.Globalization;
using Confluent.Kafka;
using Telemetry.Kafka.Embedded;
using Telemetry.TestSupport.Processes;

namespace Telemetry.TestSupport.Brokers;

/// <summary>A <see cref="BrokerProcess"/> as its parent sees it. The program has to offer it as the subcommand "broker".</summary>
public sealed class FaultyBroker : IDisposable
{
    private readonly ChildProcess _process;
    private readonly SemaphoreSlim _one = new(1); // a command and its answer are one exchange

    private FaultyBroker(ChildProcess process, string bootstrapServers) => (_process, BootstrapServers) = (process, bootstrapServers);

    public string BootstrapServers { get; }

    /// <summary>What it has used so far.</summary>
    public ProcessUsage Usage => _process.Usage;

    public static async Task<FaultyBroker> StartAsync(
        IEnumerable<string> topics, int partitions, CancellationToken cancellationToken, params IEnumerable<string> further)
    {
        var process = ChildProcess.Ours(
            "broker",
            ["broker", "--partitions", partitions.ToString(CultureInfo.InvariantCulture), .. topics.SelectMany(topic => new[] { "--topic", topic }), .. further]);
        try
        {
            return new FaultyBroker(process, await process.ReadLineAsync(cancellationToken));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    public Task TakeDownAsync(CancellationToken cancellationToken) => DoAsync(new(BrokerCommand.Down), cancellationToken);

    public Task BringUpAsync(CancellationToken cancellationToken) => DoAsync(new(BrokerCommand.Up), cancellationToken);

    /// <summary>Delays every answer.</summary>
    public Task DelayAsync(TimeSpan roundTrip, CancellationToken cancellationToken) =>
        DoAsync(new(BrokerCommand.Delay) { Milliseconds = (int)roundTrip.TotalMilliseconds }, cancellationToken);

    /// <summary>The next requests of a kind fail, one with each error.</summary>
    public Task FailNextAsync(KafkaRequest request, IReadOnlyList<ErrorCode> errors, CancellationToken cancellationToken) =>
        DoAsync(new(BrokerCommand.Fail) { Request = request, Errors = errors }, cancellationToken);

    public Task StopFailingAsync(KafkaRequest request, CancellationToken cancellationToken) =>
        DoAsync(new(BrokerCommand.StopFailing) { Request = request }, cancellationToken);

    public void Dispose()
    {
        _process.Dispose();
        _one.Dispose();
    }

    private async Task DoAsync(BrokerCommand command, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            _process.Send(command);
            await _process.ReadLineAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }
}
