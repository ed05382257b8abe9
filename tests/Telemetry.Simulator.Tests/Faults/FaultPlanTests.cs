using System.Text;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;
using Telemetry.Simulator.Events;
using Telemetry.Simulator.Faults;

namespace Telemetry.Simulator.Tests.Faults;

public sealed class FaultPlanTests
{
    private static readonly SimulatorOptions Faulty = new() { EventsPerSecond = 500, Seed = 11, MalformedShare = 0.03, DuplicateShare = 0.05, LateShare = 0.01 };

    [Fact]
    public void Shares_of_faults_are_as_asked()
    {
        var kinds = Samples.Take(Faulty, 200_000).CountBy(message => message.Kind).ToDictionary();
        Assert.InRange(kinds[MessageKind.Malformed] / 200_000.0, 0.028, 0.032);
        Assert.InRange(kinds[MessageKind.Duplicate] / 200_000.0, 0.047, 0.053);
        Assert.InRange(kinds[MessageKind.LateEvent] / 200_000.0, 0.0098, 0.01);
    }

    [Fact]
    public void Late_events_come_within_the_first_seconds_too()
    {
        Assert.Contains(Samples.Take(Faulty, 1_000), message => message.Kind == MessageKind.LateEvent);
    }

    [Fact]
    public void Late_events_are_valid_and_90_to_240_seconds_late()
    {
        var parser = new EventParser(new Vocabularies());
        using var stream = new EventStream(Faulty, Samples.Start);
        for (var i = 0; i < 50_000; i++)
        {
            var now = Samples.Start.AddMilliseconds(2 * i);
            var message = stream.Next(now);
            if (message.Kind != MessageKind.LateEvent)
                continue;
            Assert.Null(parser.Parse(message.Value, now.ToUnixTimeMilliseconds(), out var e));
            Assert.InRange((now.ToUnixTimeMilliseconds() - e.TimestampMs) / 1000.0, 90, 240.001);
        }
    }

    [Fact]
    public void A_duplicate_is_byte_for_byte_an_event_sent_shortly_before()
    {
        var recent = new Queue<string>();
        foreach (var message in Samples.Take(Faulty, 50_000))
        {
            var value = Encoding.UTF8.GetString(message.Value);
            if (message.Kind == MessageKind.Duplicate)
                Assert.Contains(value, recent);
            if (message.Kind != MessageKind.Event)
                continue;
            recent.Enqueue(value);
            if (recent.Count > 64)
                recent.Dequeue();
        }
    }

    [Fact]
    public void Every_malformation_happens_and_the_product_s_parser_refuses_each()
    {
        var parser = new EventParser(new Vocabularies());
        var seen = new HashSet<Malformation>();
        foreach (var message in Samples.Take(Faulty, 50_000).Where(message => message.Kind == MessageKind.Malformed))
        {
            seen.Add(message.Malformation);
            Assert.NotNull(parser.Parse(message.Value, message.At.ToUnixTimeMilliseconds(), out _));
        }
        Assert.Equal(Malformations.All, seen.Order());
    }

    [Fact]
    public void No_fault_happens_when_none_is_asked_for()
    {
        Assert.All(Samples.Take(Samples.Faultless(), 20_000), message => Assert.Equal(MessageKind.Event, message.Kind));
    }
}
