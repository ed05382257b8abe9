using Telemetry.Kafka.Librdkafka;

namespace Telemetry.Kafka.Consuming;

/// <summary>Assignment, revocation and errors: noted by the native callbacks, delivered between two batches.</summary>
internal sealed unsafe partial class KafkaTelemetrySource
{
    /// <summary>
    /// Called by librdkafka inside a batch. It waits for our assign or unassign however long that takes, so the list is copied
    /// and the answer given once the batch has been handed over.
    /// </summary>
    internal void NoteRebalance(int kind, TopicPartitionList* partitions)
    {
        var copy = (nint)Native.TopicPartitionListCopy(partitions);
        _pending.Enqueue(() =>
        {
            var list = (TopicPartitionList*)copy;
            try
            {
                if (kind == Rd.ErrorAssignPartitions) Assign(list);
                else Revoke(list);
            }
            finally
            {
                Native.TopicPartitionListDestroy(list);
            }
        });
    }

    internal void Note(KafkaProblem problem)
    {
        if (problem.IsOutage) _outage.Report(problem.Reason);
        _pending.Enqueue(() => _listener.Error(problem));
    }

    /// <summary>The client has ended: what it says of that is a general error, and the cause is asked for.</summary>
    internal void NoteFatal(nint client)
    {
        var details = stackalloc byte[512];
        var code = Native.Text(Native.ErrorName(Native.FatalError(client, details, 512)));
        Note(new KafkaProblem(code, code == InstanceIdTakenException.Code ? _nameIsTaken : Native.Text(details), IsFatal: true));
    }

    private void DeliverPending()
    {
        while (_pending.TryDequeue(out var action)) action();
    }

    private bool IsCooperative => Native.Text(Native.RebalanceProtocol(_consumer.Client)) == "COOPERATIVE";

    private void Assign(TopicPartitionList* list)
    {
        var partitions = Numbers(list);
        for (var i = 0; i < partitions.Length; i++)
        {
            list->Elements[i].Offset = PartitionState.Earliest;
            Replace(partitions[i], new PartitionState(_topic, partitions[i]));
        }
        _listener.Assigned(partitions);
        var error = IsCooperative ? Failure(Native.IncrementalAssign(_consumer.Client, list)) : Native.Assign(_consumer.Client, list);
        Answer(error, "assign");
        // Not before: librdkafka pauses only what is assigned. It drops what it may have fetched in between.
        if (error == Rd.NoError) Answer(Native.PausePartitions(_consumer.Client, list), "pause");
    }

    private void Revoke(TopicPartitionList* list)
    {
        var lost = Native.AssignmentLost(_consumer.Client) != 0;
        var partitions = Array.FindAll(Numbers(list), partition => Find(partition) is not null);
        if (partitions.Length > 0 && lost) _listener.Lost(partitions);
        else if (partitions.Length > 0) _listener.Revoked(partitions);
        foreach (var partition in partitions) Replace(partition, null);
        Answer(_isClosing ? NativeConsumer.Last(list, Unassign) : Unassign((nint)list), "unassign");
    }

    private int Unassign(nint list) =>
        IsCooperative ? Failure(Native.IncrementalUnassign(_consumer.Client, (TopicPartitionList*)list)) : Native.Assign(_consumer.Client, null);

    private static int[] Numbers(TopicPartitionList* list)
    {
        var numbers = new int[list->Count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = list->Elements[i].Partition;
        return numbers;
    }

    private void Replace(int partition, PartitionState? state)
    {
        lock (_gate)
        {
            var next = new PartitionState?[Math.Max(_partitions.Length, partition + 1)];
            _partitions.CopyTo(next, 0);
            next[partition]?.Dispose();
            next[partition] = state;
            _partitions = next;
        }
    }

    private static int Failure(nint error)
    {
        if (error == 0) return Rd.NoError;
        var code = Native.ErrorCode(error);
        Native.ErrorDestroy(error);
        return code;
    }

    private void Answer(int error, string what)
    {
        if (error == Rd.NoError) return;
        _listener.Error(new KafkaProblem(
            Native.Text(Native.ErrorName(error)),
            $"librdkafka refused to {what} partitions of {_topic}: {Native.Text(Native.ErrorText(error))}",
            IsFatal: error == Rd.ErrorFatal));
    }

    private void NoteMessageError(KafkaMessage message)
    {
        var code = message.ErrorCode;
        if (code == Rd.ErrorFatal)
        {
            NoteFatal(_consumer.Client);
        }
        else
        {
            var reason = System.Text.Encoding.UTF8.GetString(message.Value);
            Note(new KafkaProblem(
                Native.Text(Native.ErrorName(code)), reason.Length > 0 ? reason : Native.Text(Native.ErrorText(code)),
                IsFatal: false, message.Partition >= 0 ? message.Partition : null));
        }
        message.Release();
    }
}
