using System.Buffers.Binary;
using System.Text;
using Telemetry.Kafka.Embedded;

namespace Telemetry.TestSupport.Brokers.Groups;

/// <summary>
/// The requests of a group as Kafka's protocol writes them, in the versions that our client speaks: JoinGroup 5, SyncGroup 3,
/// Heartbeat 3, LeaveGroup 1.
/// </summary>
internal static class GroupWire
{
    /// <summary>Reads a request without its size; null when it is not for the coordinator.</summary>
    public static (KafkaRequest Kind, GroupRequest Request, int Correlation)? Read(ReadOnlyMemory<byte> frame)
    {
        var reader = new Reader(frame);
        var (kind, version, correlation) = ((KafkaRequest)reader.Int16(), reader.Int16(), reader.Int32());
        if (!GroupBroker.Answers(kind))
            return null;
        reader.Text(); // the client's id
        return (kind, (kind, version) switch
        {
            (KafkaRequest.JoinGroup, 5) => Join(ref reader),
            (KafkaRequest.Heartbeat, 3) => ReadHeartbeat(ref reader),
            (KafkaRequest.LeaveGroup, 1) => new LeaveGroup(reader.Text()!, reader.Text()!),
            (KafkaRequest.SyncGroup, 3) => Sync(ref reader),
            _ => throw new InvalidDataException($"{kind} came in version {version}, which is not known here."),
        }, correlation);
    }

    /// <summary>Writes an answer, with its size.</summary>
    public static byte[] Write(GroupRequest request, GroupAnswer answer, int correlation)
    {
        var writer = new Writer();
        writer.Int32(correlation);
        writer.Int32(0); // throttled for, ms
        writer.Int16((short)answer.Error);
        if (request is JoinGroup)
        {
            writer.Int32(answer.Generation);
            writer.Text(answer.Protocol);
            writer.Text(answer.Leader);
            writer.Text(answer.MemberId);
            writer.Int32(answer.Members.Count);
            foreach (var member in answer.Members)
            {
                writer.Text(member.MemberId);
                writer.Text(member.InstanceId);
                writer.Bytes(member.Metadata.Span);
            }
        }
        else if (request is SyncGroup)
        {
            writer.Bytes(answer.Assignment.Span);
        }
        return writer.Framed();
    }

    private static JoinGroup Join(ref Reader reader)
    {
        var (group, session, _, member, instance) = (reader.Text()!, reader.Int32(), reader.Int32(), reader.Text()!, reader.Text());
        reader.Text(); // "consumer"
        if (reader.Int32() != 1)
            throw new InvalidDataException("A member offers several assignors, among which nobody chooses here.");
        return new JoinGroup(group, member, instance, TimeSpan.FromMilliseconds(session), reader.Text()!, reader.Bytes());
    }

    private static Heartbeat ReadHeartbeat(ref Reader reader)
    {
        var (group, generation) = (reader.Text()!, reader.Int32());
        return new Heartbeat(group, reader.Text()!, reader.Text(), generation);
    }

    private static SyncGroup Sync(ref Reader reader)
    {
        var (group, generation, member, instance) = (reader.Text()!, reader.Int32(), reader.Text()!, reader.Text());
        var assignments = new Dictionary<string, ReadOnlyMemory<byte>>();
        for (var left = reader.Int32(); left > 0; left--)
            assignments[reader.Text()!] = reader.Bytes();
        return new SyncGroup(group, member, instance, generation, assignments);
    }

    private struct Reader(ReadOnlyMemory<byte> rest)
    {
        public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2).Span);

        public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4).Span);

        public string? Text() => Int16() is >= 0 and var length ? Encoding.UTF8.GetString(Take(length).Span) : null;

        public ReadOnlyMemory<byte> Bytes() => Take(Int32());

        private ReadOnlyMemory<byte> Take(int count)
        {
            var taken = rest[..count];
            rest = rest[count..];
            return taken;
        }
    }

    private sealed class Writer
    {
        private readonly List<byte> _bytes = [0, 0, 0, 0]; // the size, when it is known

        public void Int16(short value)
        {
            Span<byte> bytes = stackalloc byte[2];
            BinaryPrimitives.WriteInt16BigEndian(bytes, value);
            _bytes.AddRange(bytes);
        }

        public void Int32(int value)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
            _bytes.AddRange(bytes);
        }

        public void Text(string? value)
        {
            Int16((short)(value is null ? -1 : Encoding.UTF8.GetByteCount(value)));
            _bytes.AddRange(Encoding.UTF8.GetBytes(value ?? ""));
        }

        public void Bytes(ReadOnlySpan<byte> value)
        {
            Int32(value.Length);
            _bytes.AddRange(value);
        }

        public byte[] Framed()
        {
            var framed = _bytes.ToArray();
            BinaryPrimitives.WriteInt32BigEndian(framed, framed.Length - 4);
            return framed;
        }
    }
}
