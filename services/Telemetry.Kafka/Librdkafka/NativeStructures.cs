using System.Runtime.InteropServices;

namespace Telemetry.Kafka.Librdkafka;

/// <summary>rd_kafka_message_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    internal int Error;
    internal nint Topic;
    internal int Partition;
    internal byte* Payload;
    internal nuint PayloadLength;
    internal byte* Key;
    internal nuint KeyLength;
    internal long Offset;
    internal nint Private;
}

/// <summary>rd_kafka_topic_partition_list_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TopicPartitionList
{
    internal int Count;
    internal int Size;
    internal TopicPartition* Elements;
}

/// <summary>rd_kafka_topic_partition_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TopicPartition
{
    internal byte* Topic;
    internal int Partition;
    internal long Offset;
    internal nint Metadata;
    internal nuint MetadataSize;
    internal nint Opaque;
    internal int Error;
    internal nint Private;
}

/// <summary>Numbers of rdkafka.h that this project compares with.</summary>
internal static class Rd
{
    internal const int Producer = 0;
    internal const int Consumer = 1;
    internal const int ConfOk = 0;
    internal const int NoConsumerClose = 0x8;
    internal const long OffsetInvalid = -1001;

    internal const int NoError = 0;
    internal const int ErrorTimedOut = -185;
    internal const int ErrorState = -172;
    internal const int ErrorPreviousInProgress = -177;
    internal const int ErrorNoOffset = -168;
    internal const int ErrorFatal = -150;
    internal const int ErrorRevokePartitions = -174;
    internal const int ErrorAssignPartitions = -175;
}
