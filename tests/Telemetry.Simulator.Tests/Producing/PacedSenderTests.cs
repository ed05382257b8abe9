using System.Text;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Simulator.Events;
using Telemetry.Simulator.Ledgers;
using Telemetry.Simulator.Producing;

namespace Telemetry.Simulator.Tests.Producing;

public sealed class PacedSenderTests : IDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(4);
    private readonly FakeTimeProvider _clock = new(Samples.Start);
    private readonly RecordingSink _sink = new();
    private readonly SimulationLedger _ledger = new();

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(5_000)]
    public void The_rate_holds_and_events_carry_the_time_of_their_slice(int eventsPerSecond)
    {
        using var stream = new EventStream(Samples.Faultless(eventsPerSecond), Samples.Start);
        var sender = Sender(stream, eventsPerSecond);
        for (var slice = 0; slice < 500; slice++)
        {
            _clock.Advance(Slice);
            Assert.True(sender.SendDue());
        }
        var sent = _sink.Messages;
        Assert.InRange(sent.Count, eventsPerSecond * 2 - 1, eventsPerSecond * 2);
        for (var i = 0; i < sent.Count; i++)
        {
            var dueAt = Samples.Start.AddSeconds((i + 1.0) / eventsPerSecond);
            Assert.InRange((sent[i].At - dueAt).TotalMilliseconds, -0.001, 4.001);
        }
    }

    [Fact]
    public void A_message_without_room_waits_and_is_neither_lost_nor_counted_twice()
    {
        using var stream = new EventStream(Samples.Faultless(1_000), Samples.Start);
        var sender = Sender(stream, 1_000);
        _sink.Refusals = 20;
        for (var slice = 0; slice < 100; slice++)
        {
            _clock.Advance(Slice);
            sender.SendDue();
        }
        var sent = _sink.Messages.Select(message => Encoding.UTF8.GetString(message.Value)).ToList();
        Assert.InRange(sent.Count, 319, 320); // twenty slices of four were refused
        Assert.Equal(sent.Count, sent.Distinct().Count());
        Assert.Equal(sent.Count, _ledger.Report().Events);
        Assert.Equal(sent[0], Assert.Single(_sink.Refused.Distinct()));
    }

    [Fact]
    public void The_limit_ends_the_sending_exactly()
    {
        using var stream = new EventStream(Samples.Faultless(1_000), Samples.Start);
        var sender = Sender(stream, 1_000, limit: 10);
        var slices = 0;
        do
        {
            _clock.Advance(Slice);
            slices++;
        }
        while (sender.SendDue());
        Assert.Equal((10, 3), (_sink.Messages.Count, slices));
    }

    public void Dispose() => _sink.Dispose();

    private PacedSender Sender(EventStream stream, int eventsPerSecond, long limit = 0) =>
        new(stream, _sink, _ledger, new Pacer(eventsPerSecond, Slice, _clock), _clock, limit);
}
