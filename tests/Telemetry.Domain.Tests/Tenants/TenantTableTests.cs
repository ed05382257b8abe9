using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Tenants;
using Telemetry.Domain.Tests.Samples;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Domain.Tests.Tenants;

public sealed class TenantTableTests
{
    private const int Limit = 6;
    private const long Start = 1_790_000_000_000, HourMs = 3_600_000;
    private static readonly AggregateLimits Limits = new() { Tenants = Limit };
    private readonly Vocabularies _vocabularies = new();

    [Fact]
    public void Any_stream_of_tenants_leaves_no_more_than_the_limit_and_those_that_have_a_place_lose_nothing() =>
        Prop.ForAll<int>(seed =>
        {
            var vocabularies = new Vocabularies();
            var table = new TenantTable(Limit);
            var parser = new EventParser(vocabularies, table);
            Takes(parser, "first", Start); // so that the stream's oldest events are old
            var settled = new HashSet<string?> { null, "default", "first" };
            foreach (var (tenant, atMs) in Stream(new Random(seed), 400, longestPauseMs: 60_000))
            {
                var rejection = parser.Parse(Message(tenant, atMs), atMs, out var e);
                Assert.InRange(table.Count, 0, Limit);
                if (settled.Contains(tenant))
                    Assert.Null(rejection);
                if (rejection is null)
                    Assert.Equal(tenant ?? "default", vocabularies.Tenants[e.Cell.Tenant]);
                else
                    Assert.Equal((Rejection.TenantLimit, Limit), (rejection.Reason, table.Count));
                if (rejection is null)
                    settled.Add(tenant); // the whole stream is shorter than a day
            }
            Assert.InRange(vocabularies.Tenants.Count, 1, 2 + Limit); // "other" and "default" need no place
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Whoever_continues_from_a_state_refuses_the_same_events_as_one_that_was_never_interrupted() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var vocabularies = new Vocabularies();
            var whole = new EventParser(vocabularies, new TenantTable(Limit));
            var aggregate = new PartitionAggregate(0, 1, Limits);
            var decoder = new EventParser(vocabularies, aggregate.Tenants.Copy());
            foreach (var message in Stream(random, 400, longestPauseMs: 30 * HourMs))
            {
                var expected = whole.Parse(Message(message.Tenant, message.AtMs), message.AtMs, out _);
                var found = decoder.Parse(Message(message.Tenant, message.AtMs), message.AtMs, out var e);
                Assert.Equal(expected, found);
                if (found is null)
                    aggregate.Apply(e, message.AtMs);
                if (random.Next(30) > 0)
                    continue;
                aggregate = PartitionAggregate.Restore(aggregate.Capture(), 2, Limits);
                decoder = new EventParser(vocabularies, aggregate.Tenants.Copy());
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void A_tenant_that_sends_nothing_for_a_day_gives_its_place_to_the_next()
    {
        var parser = new EventParser(_vocabularies, new TenantTable(limit: 2));
        Assert.Null(parser.Parse(Message("a", Start), Start, out _));
        Assert.Null(parser.Parse(Message("b", Start + HourMs), Start + HourMs, out _));

        Refuses(parser, "c", Start + (24 * HourMs));
        Takes(parser, "c", Start + (24 * HourMs) + 1);
        Takes(parser, "b", Start + (24 * HourMs) + 2);
        Refuses(parser, "a", Start + (24 * HourMs) + 3);
    }

    [Fact]
    public void Events_of_long_ago_give_nobody_elses_place_away()
    {
        var parser = new EventParser(_vocabularies, new TenantTable(limit: 2));
        Takes(parser, "now", Start);
        Takes(parser, "old", Start - (900 * HourMs));
        Refuses(parser, "older", Start - (800 * HourMs));
        Refuses(parser, "newer", Start);
        Takes(parser, "old", Start - (900 * HourMs));
    }

    [Fact]
    public void A_refusal_says_the_limit_and_when_there_will_be_room()
    {
        var parser = new EventParser(_vocabularies, new TenantTable(limit: 1));
        Takes(parser, "a", Start);
        var rejection = parser.Parse(Message("b", Start), Start, out _);
        Assert.Equal(
            "tenant_id: limit of 1 tenants reached in this partition; a place becomes free when a tenant sends nothing for 24 h", rejection?.Detail);
    }

    [Fact]
    public void An_event_that_is_refused_for_another_reason_takes_no_place()
    {
        var table = new TenantTable(limit: 1);
        var parser = new EventParser(_vocabularies, table);
        Assert.Equal(Rejection.InvalidText, parser.Parse(Message("a", Start, title: "\\ud800"), Start, out _)?.Reason); // found out last
        Assert.Equal(0, table.Count);
        Takes(parser, "b", Start);
    }

    [Fact]
    public void A_closed_table_takes_those_it_knows_and_stays_as_it_is()
    {
        var table = TenantTable.Of(limit: 8, [new TenantPlace(_vocabularies.Tenants.GetOrAdd("a"), Start)]);
        table.IsClosed = true;
        var parser = new EventParser(_vocabularies, table);
        Takes(parser, "a", Start + HourMs);
        Takes(parser, null, Start);
        Refuses(parser, "b", Start + (48 * HourMs));
        Assert.Equal(Start, Assert.Single(table.ToList()).SeenMs);
    }

    [Fact]
    public void A_state_with_more_tenants_than_the_limit_keeps_them_and_takes_no_other()
    {
        var table = TenantTable.Of(limit: 2, Enumerable.Range(0, 5).Select(i => new TenantPlace(_vocabularies.Tenants.GetOrAdd($"t{i}"), Start)));
        var parser = new EventParser(_vocabularies, table);
        for (var i = 0; i < 5; i++)
            Takes(parser, $"t{i}", Start);
        Refuses(parser, "t5", Start);
    }

    [Fact]
    public void An_event_of_a_tenant_with_a_place_allocates_nothing()
    {
        var parser = new EventParser(_vocabularies, new TenantTable(Limit));
        var aggregate = new PartitionAggregate(0, 1, Limits);
        var json = Message("acme", Start);
        Assert.Equal(0, Allocations.Of(calls: 1_000, () =>
        {
            parser.Parse(json, Start, out var e);
            aggregate.Apply(e, Start);
        }));
    }

    private static void Takes(EventParser parser, string? tenant, long atMs) => Assert.Null(parser.Parse(Message(tenant, atMs), atMs, out _));

    private static void Refuses(EventParser parser, string? tenant, long atMs) =>
        Assert.Equal(Rejection.TenantLimit, parser.Parse(Message(tenant, atMs), atMs, out _)?.Reason);

    /// <summary>A few tenants that come again and again among many that come once, some without a name.</summary>
    private static IEnumerable<(string? Tenant, long AtMs)> Stream(Random random, int count, long longestPauseMs)
    {
        var clock = Start;
        for (var i = 0; i < count; i++)
        {
            clock += random.Next(20) == 0 ? random.NextInt64(longestPauseMs) : random.Next(500);
            var tenant = random.Next(3) switch { 0 => $"tenant {random.Next(4)}", 1 => $"made up {random.Next(1_000)}", _ => random.Next(2) == 0 ? null : "default" };
            yield return (tenant, clock - random.Next(2_000) - (random.Next(30) == 0 ? random.NextInt64(100 * HourMs) : 0));
        }
    }

    private static byte[] Message(string? tenant, long atMs, string title = "TITLE_1")
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(atMs).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var node = JsonNode.Parse(SampleEvents.Example)!.AsObject();
        (node["event_timestamp"], node["tenant_id"], node["title_id"]) = (time, tenant, "TITLE");
        return Encoding.UTF8.GetBytes(node.ToJsonString().Replace("TITLE", title, StringComparison.Ordinal));
    }
}
