using System.Threading.Channels;
using Confluent.Kafka;
using Telemetry.LoadTest.Streams;
using Telemetry.TestSupport.Processes;

namespace Telemetry.LoadTest.Producing;

/// <summary>
/// The process that sends the events: evenly in slices of 2 ms, each event stamped right before it is handed to the client, whose own
/// linger of 5 ms is part of the measured latency.
/// </summary>
internal sealed class Producer(string bootstrapServers, string topic, EventSource source, TimeProvider clock)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(30);
    private PhaseSum _phase = new(-1, 0, 0);
    private long _acknowledged;
    private long _sent;
    private string? _fault;

    /// <summary>Carries out the commands of stdin until it ends, which also ends a phase in its middle.</summary>
    public async Task RunAsync()
    {
        var commands = Channel.CreateUnbounded<ProduceCommand>();
        using var end = new CancellationTokenSource();
        var reading = ReadCommandsAsync(commands.Writer, end);
        var config = new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            LingerMs = 5,
            MessageTimeoutMs = 20_000,
            DeliveryReportFields = "status",
        };
        using var producer = new ProducerBuilder<byte[], byte[]>(config)
            .SetErrorHandler((_, error) => _fault ??= error.Reason)
            .SetLogHandler((_, _) => { })
            .Build();
        try
        {
            await foreach (var command in commands.Reader.ReadAllAsync(end.Token))
            {
                if (command.Rate > 0) await SendAsync(producer, command, end.Token);
                else Flush(producer);
            }
        }
        catch (OperationCanceledException)
        {
            await reading;
        }
    }

    private static async Task ReadCommandsAsync(ChannelWriter<ProduceCommand> commands, CancellationTokenSource end)
    {
        // The console's reader blocks its caller whatever it is called.
        await Task.Yield();
        while (MessageLine.Read<ProduceCommand>(Console.In) is { } command) await commands.WriteAsync(command);
        await end.CancelAsync();
    }

    private async Task SendAsync(IProducer<byte[], byte[]> producer, ProduceCommand command, CancellationToken cancellationToken)
    {
        if (_phase.Phase != command.Phase) _phase = new PhaseSum(command.Phase, 0, 0);
        Report(TimeSpan.Zero);
        var first = _phase.Events;
        var total = first + ((long)command.Rate * command.Seconds);
        var begun = clock.GetTimestamp();
        var (previous, latest) = (TimeSpan.Zero, TimeSpan.Zero);
        using var slices = new PeriodicTimer(Slice, clock);
        while (_phase.Events < total && await slices.WaitForNextTickAsync(cancellationToken))
        {
            var elapsed = clock.GetElapsedTime(begun);
            if (elapsed - previous > latest) latest = elapsed - previous;
            previous = elapsed;
            var due = Math.Min(total, first + (long)(elapsed.TotalSeconds * command.Rate));
            while (_phase.Events < due) SendNext(producer);
        }

        Report(latest - Slice);
    }

    private void SendNext(IProducer<byte[], byte[]> producer)
    {
        var identity = new EventIdentity(_phase.Phase, (uint)_phase.Events);
        var (key, value) = source.Next(identity, clock.GetUtcNow());
        producer.Produce(topic, new Message<byte[], byte[]> { Key = key, Value = value }, OnDelivered);
        _phase = _phase.Plus(new PhaseSum(_phase.Phase, 1, identity.Fingerprint));
        _sent++;
    }

    private void Flush(IProducer<byte[], byte[]> producer)
    {
        producer.Flush(FlushLimit);
        if (_sent != Interlocked.Read(ref _acknowledged)) Console.Error.WriteLine($"The producer reports: {_fault ?? "no error"}");
        Report(TimeSpan.Zero);
    }

    private void Report(TimeSpan latest) => MessageLine.Write(Console.Out, new ProducerReport(
        _phase.Phase, _phase.Events, _phase.Fingerprints, latest.TotalMilliseconds, _sent - Interlocked.Read(ref _acknowledged)));

    private void OnDelivered(DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.IsError) _fault ??= report.Error.Reason;
        else Interlocked.Increment(ref _acknowledged);
    }
}
