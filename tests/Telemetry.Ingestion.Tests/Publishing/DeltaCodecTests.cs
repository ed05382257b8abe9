using FsCheck;
using FsCheck.Fluent;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Publishing;

namespace Telemetry.Ingestion.Tests.Publishing;

public sealed class DeltaCodecTests
{
    private const long Now = 1_790_000_000_000;
    private readonly Vocabularies _owner = new(), _reader = new();

    public DeltaCodecTests()
    {
        // The reader has met other texts before, so that its ids are different.
        _reader.Tenants.GetOrAdd("somebody");
        _reader.Titles.GetOrAdd("something");
        _reader.Systems.GetOrAdd("CP/M");
        _reader.Places.GetOrAdd(new Place("Nowhere", "", ""));
    }

    [Theory]
    [InlineData(DeltaEncoder.DefaultPartBytes)]
    [InlineData(2_000)]
    [InlineData(1)]
    public void Every_delta_comes_back_with_the_readers_ids_in_one_message_or_in_many(int partBytes) => Prop.ForAll<int>(seed =>
    {
        var (encoder, decoder) = (new DeltaEncoder(_owner, partBytes), new DeltaDecoder(_reader));
        foreach (var delta in Deltas(new Random(seed)))
        {
            var messages = encoder.Encode(delta);
            var read = messages.Select(decoder.Decode).ToList();

            Assert.All(read.SkipLast(1), Assert.Null);
            Assert.Equal(DeltaText.Of(delta, _owner), DeltaText.Of(read[^1]!, _reader));
            Assert.All(messages, message => Assert.Equal(
                new DeltaHeader(delta.Partition, delta.Epoch, delta.FromOffset, delta.ToOffset, delta.IsFull, IsStarted: false), DeltaHeader.Read(message)));
            Assert.True(partBytes > 1 || delta.Panes.Count == 0 || messages.Count > 1);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void A_message_stays_below_a_megabyte_however_large_the_delta_is()
    {
        var random = new Random(1);
        var aggregate = new PartitionAggregate(0, 1, new AggregateLimits());
        for (var i = 0; i < 60_000; i++)
            aggregate.Apply(Event(random, places: 5_000), Now);
        aggregate.AdvanceTo(60_000);

        var messages = new DeltaEncoder(_owner).Encode(aggregate.TakeDelta()!);

        Assert.True(messages.Count > 3);
        Assert.All(messages, message => Assert.InRange(message.Length, 1, 1_000_000));
    }

    [Fact]
    public void A_delta_that_its_owner_did_not_finish_is_given_up_for_the_next()
    {
        var delta = Deltas(new Random(3)).First();
        var messages = new DeltaEncoder(_owner, 2_000).Encode(delta);
        var decoder = new DeltaDecoder(_reader);

        Assert.Null(decoder.Decode(messages[0]));
        Assert.Null(decoder.Decode(messages[^1])); // what is between is missing
        var read = messages.Select(decoder.Decode).ToList()[^1];
        Assert.Equal(DeltaText.Of(delta, _owner), DeltaText.Of(read!, _reader));
    }

    [Fact]
    public void A_new_owner_says_so_in_a_message_that_is_nothing_else() =>
        Assert.Equal(new DeltaHeader(3, 9, 0, 0, IsFull: false, IsStarted: true), DeltaHeader.Read(DeltaEncoder.EncodeStarted(3, 9)));

    [Fact]
    public void Bytes_that_are_no_delta_are_refused_and_do_nothing_else()
    {
        var message = new DeltaEncoder(_owner).Encode(Deltas(new Random(5)).First())[0];
        var random = new Random(5);
        for (var i = 0; i < 3_000; i++)
        {
            var damaged = (byte[])message.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Read(damaged[..random.Next(damaged.Length + 1)]);
        }

        void Read(byte[] bytes)
        {
            try
            {
                DeltaHeader.Read(bytes);
                new DeltaDecoder(_reader).Decode(bytes);
            }
            catch (UnreadableMessageException exception)
            {
                Assert.Contains("expected", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    private IEnumerable<PartitionDelta> Deltas(Random random)
    {
        var aggregate = new PartitionAggregate(random.Next(8), random.NextInt64(1, long.MaxValue), new AggregateLimits());
        for (var i = 1; i <= 400; i++)
        {
            if (random.Next(20) == 0)
                aggregate.Reject("malformed_json");
            else
                aggregate.Apply(Event(random, places: 20), Now + i);
            aggregate.AdvanceTo(i);
            if (i % 100 == 0)
                yield return aggregate.TakeDelta(withSummaries: random.Next(2) == 0)!;
        }
        yield return aggregate.TakeDelta(evenIfEmpty: true)!;
        aggregate.MarkOpenChanged(new PartitionPosition(0, 0));
        yield return aggregate.TakeDelta()!;
    }

    private TelemetryEvent Event(Random random, int places) => new()
    {
        EventId = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()),
        Customer = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()),
        Session = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()),
        TimestampMs = Now + random.Next(-59_000, 59_000),
        Cell = new CellKey(
            (EventType)random.Next(EventTypes.Count),
            (DeviceType)random.Next(DeviceTypes.Count),
            (Quality)random.Next(Qualities.Count),
            random.Next(10) == 0 ? 0 : _owner.Places.GetOrAdd(new Place("Germany", "Bayern", $"München {random.Next(places)}")),
            _owner.Tenants.GetOrAdd($"tenant {random.Next(3)}")),
        Title = _owner.Titles.GetOrAdd($"TITLE_{random.Next(30)}"),
        System = _owner.Systems.GetOrAdd(random.Next(2) == 0 ? "" : "iOS"),
        BandwidthBps = random.Next(3) == 0 ? -1 : random.Next(50_000_000),
        BufferingEvents = random.Next(3),
        BufferingMs = random.Next(900),
        WatchSeconds = random.Next(300),
        StartupMs = random.Next(3) == 0 ? -1 : random.Next(4_000),
    };
}
