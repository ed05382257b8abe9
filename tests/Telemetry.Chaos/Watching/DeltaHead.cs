using Google.Protobuf;

namespace Telemetry.Chaos.Watching;

/// <summary>What the first fields of an AggregateDelta (protos/telemetry/v1/aggregates.proto) say; the rest is passed over unread.</summary>
/// <param name="Epoch">The owner's.</param>
/// <param name="FromOffset">First offset that it covers.</param>
/// <param name="ToOffset">The offset after the last one.</param>
/// <param name="Full">Everything that was open is in it.</param>
/// <param name="Started">Only says that there is an owner.</param>
internal readonly record struct DeltaHead(long Epoch, long FromOffset, long ToOffset, bool Full, bool Started)
{
    private const int LastHeadField = 8;

    /// <summary>What it is, in a word.</summary>
    public string Kind => Started ? "started" : Full ? "full" : FromOffset == ToOffset ? "heartbeat" : "changes";

    /// <exception cref="InvalidProtocolBufferException">The bytes are no message of protobuf.</exception>
    public static DeltaHead Parse(byte[] message)
    {
        var head = default(DeltaHead);
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0 && WireFormat.GetTagFieldNumber(tag) is var field and <= LastHeadField)
        {
            switch (field)
            {
                case 2: head = head with { Epoch = input.ReadInt64() }; break;
                case 3: head = head with { FromOffset = input.ReadInt64() }; break;
                case 4: head = head with { ToOffset = input.ReadInt64() }; break;
                case 5: head = head with { Full = input.ReadBool() }; break;
                case 8: head = head with { Started = input.ReadBool() }; break;
                default: input.SkipLastField(); break;
            }
        }

        return head;
    }
}
