using System.Buffers;
using Grpc.Core;
using Telemetry.Grpc.Frames;
using Telemetry.V1;

namespace Telemetry.Grpc.Tests.Frames;

public sealed class FrameTests
{
    private static readonly DashboardUpdate Shared = new()
    {
        Sequence = 7,
        Full = true,
        Geo = new Geo { Places = { new Place { Id = 1, Country = "France" }, new Place { Id = 2 } } },
    };

    [Fact]
    public void A_frame_is_the_message_it_was_made_of()
    {
        Assert.Equal(Shared, DashboardUpdate.Parser.ParseFrom(Frame.Of(Shared).ToArray()));
    }

    [Fact]
    public void Later_changes_to_the_message_do_not_reach_the_frame()
    {
        var message = Shared.Clone();
        var frame = Frame.Of(message);
        message.Sequence = 8;
        Assert.Equal(Shared, DashboardUpdate.Parser.ParseFrom(frame.ToArray()));
    }

    [Fact]
    public void Frames_put_together_are_one_message_with_the_fields_of_all()
    {
        var head = new DashboardUpdate { SubscriptionId = "s-1" };
        var events = new DashboardUpdate { Events = new EventBatch { Dropped = 3 } };
        var frame = Frame.Concat(Frame.Of(head), Frame.Concat(Frame.Of(Shared), Frame.Empty, Frame.Of(events)));

        var expected = Shared.Clone();
        expected.MergeFrom(head);
        expected.MergeFrom(events);
        Assert.Equal(expected, DashboardUpdate.Parser.ParseFrom(frame.ToArray()));
        Assert.Equal(expected.CalculateSize(), frame.Length);
    }

    [Fact]
    public void Lists_of_frames_put_together_are_appended()
    {
        var frame = Frame.Concat(FeedOf("a"), FeedOf("b"));
        Assert.Equal(["a", "b"], EventBatch.Parser.ParseFrom(frame.ToArray()).Events.Select(e => e.EventId));
    }

    [Fact]
    public void The_empty_frame_is_a_message_without_fields()
    {
        Assert.Equal(new DashboardUpdate(), DashboardUpdate.Parser.ParseFrom(Frame.Empty.ToArray()));
        Assert.Equal(0, Frame.Empty.Length);
    }

    [Fact]
    public void Writing_a_frame_states_its_length_first_and_allocates_nothing()
    {
        var frame = Frame.Concat(Frame.Of(new DashboardUpdate { SubscriptionId = "s-1" }), Frame.Of(Shared));
        var response = new RecordingResponse();
        var serialize = FrameMarshaller.Instance.ContextualSerializer;
        serialize(frame, response);
        Assert.Equal(frame.ToArray(), response.Written);

        // The runtime may compile again, and so allocate, in one of the rounds; code that allocates does so in each.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => AllocatedBy(100)));

        long AllocatedBy(int frames)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < frames; i++)
            {
                response.Reset();
                serialize(frame, response);
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static Frame FeedOf(string eventId) => Frame.Of(new EventBatch { Events = { new FeedEvent { EventId = eventId } } });

    /// <summary>Stands for gRPC's side of a write.</summary>
    private sealed class RecordingResponse : SerializationContext
    {
        private readonly ArrayBufferWriter<byte> _pipe = new(4_096);
        private int? _length;

        public byte[] Written => _pipe.WrittenSpan.ToArray();

        public void Reset()
        {
            _pipe.ResetWrittenCount();
            _length = null;
        }

        public override void SetPayloadLength(int payloadLength) => _length = payloadLength;

        public override IBufferWriter<byte> GetBufferWriter() =>
            _length is null ? throw new InvalidOperationException("The length must be known before the first byte.") : _pipe;

        public override void Complete()
        {
            if (_pipe.WrittenCount != _length)
                throw new InvalidOperationException($"{_length} bytes were announced and {_pipe.WrittenCount} written.");
        }
    }
}
