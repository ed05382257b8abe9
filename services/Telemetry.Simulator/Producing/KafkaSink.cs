using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Telemetry.Kafka.Connecting;
using Telemetry.Kafka.Producing;
using Telemetry.Simulator.Events;
using Telemetry.Simulator.Ledgers;

namespace Telemetry.Simulator.Producing;

/// <summary>Produces to the events topic, keyed by session. What Kafka does not take is counted in the ledger and logged.</summary>
internal sealed partial class KafkaSink : IMessageSink
{
    private static readonly TimeSpan FlushSlice = TimeSpan.FromMilliseconds(200);

    private readonly KafkaProducer _producer;
    private readonly string _topic;
    private readonly SimulationLedger _ledger;
    private readonly ILogger _logger;
    private readonly Action<DeliveryReport<byte[]?, byte[]?>> _delivered;
    private ErrorCode _lastLogged = ErrorCode.NoError;

    public KafkaSink(KafkaClients clients, string topic, SimulationLedger ledger, ILogger<KafkaSink> logger)
    {
        _producer = clients.CreateProducer();
        _topic = topic;
        _ledger = ledger;
        _logger = logger;
        _delivered = Delivered; // one delegate for all messages
    }

    public bool TrySend(in SimulatedMessage message)
    {
        try
        {
            _producer.Produce(_topic, new Message<byte[]?, byte[]?> { Key = message.Key, Value = message.Value }, _delivered);
            return true;
        }
        catch (ProduceException<byte[]?, byte[]?> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        // Flush blocks; in slices it can be cancelled.
        await Task.Run(
            () =>
            {
                while (_producer.Flush(FlushSlice) > 0)
                    cancellationToken.ThrowIfCancellationRequested();
            },
            cancellationToken);
    }

    public void Dispose() => _producer.Dispose();

    private void Delivered(DeliveryReport<byte[]?, byte[]?> report)
    {
        if (!report.Error.IsError)
            return;
        _ledger.RecordUndelivered();
        if (report.Error.Code == _lastLogged)
            return; // once for each kind in a row, not once a message
        _lastLogged = report.Error.Code;
        LogUndelivered(_topic, report.Error.Reason);
    }

    [LoggerMessage(EventId = 7001, Level = LogLevel.Warning,
        Message = "A message for {Topic} was not delivered: {Reason}. Such messages are counted as undelivered in the ledger; more of the same kind are not logged.")]
    private partial void LogUndelivered(string topic, string reason);
}
