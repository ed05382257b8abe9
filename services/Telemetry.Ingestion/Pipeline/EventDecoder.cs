using Telemetry.Domain.Parsing;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Vocabulary;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion.Pipeline;

/// <summary>
/// Stage: parses and validates each message of a batch. One for each partition. It is ahead of the aggregate, so it begins with a copy of
/// the aggregate's table of tenants: both then take the same events and stay the same at the same offset.
/// </summary>
public sealed class EventDecoder(Vocabularies vocabularies, TenantTable tenants, TimeProvider time)
{
    private static readonly Rejection NulInKey =
        new(Rejection.InvalidKey, "message key: expected the session_id or no key, found a NUL byte in it");

    private readonly EventParser _parser = new(vocabularies, tenants);

    /// <summary>Fills the batch's events and rejections.</summary>
    public MessageBatch Decode(MessageBatch batch)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < batch.Count; i++)
        {
            var message = batch.Messages[i];
            if (Reject(message, now, i, batch) is not { } rejection)
                continue;
            batch.Rejections[i] = rejection;
            batch.RejectedCount++;
        }
        return batch;
    }

    private Rejection? Reject(KafkaMessage message, long now, int index, MessageBatch batch) =>
        message.Key.Contains((byte)0) ? NulInKey : _parser.Parse(message.Value, PlausibleTime.Of(message.TimestampUnixMs, now), out batch.Events[index]);
}
