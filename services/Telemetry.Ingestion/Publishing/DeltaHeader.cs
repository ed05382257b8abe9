using Google.Protobuf;
using Telemetry.V1;

namespace Telemetry.Ingestion.Publishing;

/// <summary>What a message of telemetry.aggregates says of itself before its content: enough to pass over the rest.</summary>
public readonly record struct DeltaHeader(int Partition, long Epoch, long FromOffset, long ToOffset, bool IsFull, bool IsStarted)
{
    /// <summary>Reads the first fields of a message.</summary>
    /// <exception cref="UnreadableMessageException">It is no protobuf message.</exception>
    public static DeltaHeader Read(byte[] message)
    {
        using var input = new CodedInputStream(message);
        int partition = 0;
        long epoch = 0, from = 0, to = 0;
        bool isFull = false, isStarted = false;
        try
        {
            while (input.ReadTag() is not 0 and var tag)
            {
                switch (WireFormat.GetTagFieldNumber(tag))
                {
                    case AggregateDelta.PartitionFieldNumber:
                        partition = (int)input.ReadUInt32();
                        break;
                    case AggregateDelta.EpochFieldNumber:
                        epoch = input.ReadInt64();
                        break;
                    case AggregateDelta.FromOffsetFieldNumber:
                        from = input.ReadInt64();
                        break;
                    case AggregateDelta.ToOffsetFieldNumber:
                        to = input.ReadInt64();
                        break;
                    case AggregateDelta.FullFieldNumber:
                        isFull = input.ReadBool();
                        break;
                    case AggregateDelta.PartFieldNumber or AggregateDelta.PartsFieldNumber:
                        input.ReadUInt32();
                        break;
                    case AggregateDelta.StartedFieldNumber:
                        isStarted = input.ReadBool();
                        break;
                    default:
                        return new DeltaHeader(partition, epoch, from, to, isFull, isStarted);
                }
            }
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new UnreadableMessageException("expected a telemetry.v1.AggregateDelta, found other bytes", exception);
        }
        return new DeltaHeader(partition, epoch, from, to, isFull, isStarted);
    }
}
