using System.Runtime.InteropServices;

namespace Telemetry.Kafka.Librdkafka;

/// <summary>The part of librdkafka's C interface (rdkafka.h, 2.16) that a consumer needs; names are the C names without prefix.</summary>
internal static unsafe partial class Native
{
    private const string Library = LibrdkafkaLibrary.Name;

    static Native() => LibrdkafkaLibrary.ResolveImportsOf(typeof(Native).Assembly);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    internal static partial nint ConfNew();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_destroy")]
    internal static partial void ConfDestroy(nint conf);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ConfSet(nint conf, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_opaque")]
    internal static partial void ConfSetOpaque(nint conf, nint opaque);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_rebalance_cb")]
    internal static partial void ConfSetRebalanceCallback(
        nint conf, delegate* unmanaged[Cdecl]<nint, int, TopicPartitionList*, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_offset_commit_cb")]
    internal static partial void ConfSetOffsetCommitCallback(
        nint conf, delegate* unmanaged[Cdecl]<nint, int, TopicPartitionList*, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_error_cb")]
    internal static partial void ConfSetErrorCallback(nint conf, delegate* unmanaged[Cdecl]<nint, int, byte*, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_log_cb")]
    internal static partial void ConfSetLogCallback(nint conf, delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_oauthbearer_token_refresh_cb")]
    internal static partial void ConfSetTokenRefreshCallback(
        nint conf, delegate* unmanaged[Cdecl]<nint, byte*, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    internal static partial nint New(int type, nint conf, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    internal static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy_flags")]
    internal static partial void DestroyFlags(nint client, int flags);

    [LibraryImport(Library, EntryPoint = "rd_kafka_opaque")]
    internal static partial nint Opaque(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_err2name")]
    internal static partial byte* ErrorName(int error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_err2str")]
    internal static partial byte* ErrorText(int error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_fatal_error")]
    internal static partial int FatalError(nint client, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_code")]
    internal static partial int ErrorCode(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_destroy")]
    internal static partial void ErrorDestroy(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_poll_set_consumer")]
    internal static partial int PollSetConsumer(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_get_consumer")]
    internal static partial nint QueueGetConsumer(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_destroy")]
    internal static partial void QueueDestroy(nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_yield")]
    internal static partial void QueueYield(nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_batch_queue")]
    internal static partial nint ConsumeBatchQueue(nint queue, int timeoutMs, MessageHeader** messages, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_destroy")]
    internal static partial void MessageDestroy(MessageHeader* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_timestamp")]
    [SuppressGCTransition] // reads one field of the message
    internal static partial long MessageTimestamp(MessageHeader* message, int* timestampType);

    [LibraryImport(Library, EntryPoint = "rd_kafka_subscribe")]
    internal static partial int Subscribe(nint client, TopicPartitionList* topics);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consumer_close_queue")]
    internal static partial nint ConsumerCloseQueue(nint client, nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consumer_closed")]
    internal static partial int ConsumerClosed(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_rebalance_protocol")]
    internal static partial byte* RebalanceProtocol(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_assignment_lost")]
    internal static partial int AssignmentLost(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_assign")]
    internal static partial int Assign(nint client, TopicPartitionList* partitions);

    [LibraryImport(Library, EntryPoint = "rd_kafka_incremental_assign")]
    internal static partial nint IncrementalAssign(nint client, TopicPartitionList* partitions);

    [LibraryImport(Library, EntryPoint = "rd_kafka_incremental_unassign")]
    internal static partial nint IncrementalUnassign(nint client, TopicPartitionList* partitions);

    [LibraryImport(Library, EntryPoint = "rd_kafka_pause_partitions")]
    internal static partial int PausePartitions(nint client, TopicPartitionList* partitions);

    [LibraryImport(Library, EntryPoint = "rd_kafka_resume_partitions")]
    internal static partial int ResumePartitions(nint client, TopicPartitionList* partitions);

    [LibraryImport(Library, EntryPoint = "rd_kafka_seek_partitions")]
    internal static partial nint SeekPartitions(nint client, TopicPartitionList* partitions, int timeoutMs);

    [LibraryImport(Library, EntryPoint = "rd_kafka_offsets_store")]
    internal static partial int OffsetsStore(nint client, TopicPartitionList* offsets);

    [LibraryImport(Library, EntryPoint = "rd_kafka_get_watermark_offsets", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GetWatermarkOffsets(nint client, string topic, int partition, long* low, long* high);

    [LibraryImport(Library, EntryPoint = "rd_kafka_query_watermark_offsets", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int QueryWatermarkOffsets(nint client, string topic, int partition, long* low, long* high, int timeoutMs);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_new")]
    internal static partial TopicPartitionList* TopicPartitionListNew(int size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_add", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial TopicPartition* TopicPartitionListAdd(TopicPartitionList* list, string topic, int partition);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_copy")]
    internal static partial TopicPartitionList* TopicPartitionListCopy(TopicPartitionList* list);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_destroy")]
    internal static partial void TopicPartitionListDestroy(TopicPartitionList* list);

    [LibraryImport(Library, EntryPoint = "rd_kafka_oauthbearer_set_token", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OAuthBearerSetToken(
        nint client, string token, long expiresUnixMs, string principal,
        nint extensions, nuint extensionCount, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_oauthbearer_set_token_failure", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OAuthBearerSetTokenFailure(nint client, string reason);

    internal static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";
}
