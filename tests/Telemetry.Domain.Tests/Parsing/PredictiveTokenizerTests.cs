using System.Text;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Tests.Samples;

namespace Telemetry.Domain.Tests.Parsing;

public sealed class PredictiveTokenizerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_finds_what_the_reference_finds_in_random_events_and_in_damaged_ones(int seed)
    {
        var random = new Random(seed);
        var predictive = new PredictiveTokenizer();
        for (var i = 0; i < 5_000; i++)
        {
            var json = SampleEvents.Random(random, 1_790_000_000_000);
            SameAsReference(predictive, json);
            SameAsReference(predictive, Damaged(json, random));
        }
    }

    [Theory]
    [InlineData("""{"event_id":"a","event_id":"b","quality":"HD"}""")]
    [InlineData("""{"event_id":"a","quality":"HD","more":{"x":[1,{"y":2}]},"less":[]}""")]
    [InlineData("""{ "event_id" : "a" , "quality" : "HD" }""")]
    [InlineData("""{"event_id":"a","bandwidth_mbps":01}""")]
    [InlineData("""{"event_id":"a","bandwidth_mbps":1.}""")]
    [InlineData("""{"event_id":"a","bandwidth_mbps":-}""")]
    [InlineData("""{"event_id":"a","bandwidth_mbps":1e5}""")]
    [InlineData("""{"event_id":"a","bandwidth_mbps":nulx}""")]
    [InlineData("""{"event_id":"a","bandwidth_mbps":1}}""")]
    [InlineData("""{"event_id":"a","bandwidth_mbps":1""")]
    [InlineData("""{"event_id":"a","bandwidth_mbps":1} """)]
    [InlineData("""{}""")]
    public void It_agrees_with_the_reference_on_awkward_texts_after_learning_similar_ones(string json)
    {
        var predictive = new PredictiveTokenizer();
        foreach (var learnt in new[] { """{"event_id":"a","quality":"HD"}""", """{"event_id":"a","bandwidth_mbps":1}""", """{"event_id":"a","bandwidth_mbps":null}""", """{ "event_id" : "a" , "quality" : "HD" }""", "{}" })
            SameAsReference(predictive, Encoding.UTF8.GetBytes(learnt));

        SameAsReference(predictive, Encoding.UTF8.GetBytes(json));
        SameAsReference(predictive, Encoding.UTF8.GetBytes(json));
    }

    [Fact]
    public void Messages_of_a_form_seen_before_do_not_need_the_reference()
    {
        var predictive = new PredictiveTokenizer();
        var tokens = default(EventTokens);
        var json = Encoding.UTF8.GetBytes(SampleEvents.Example);

        for (var i = 0; i < 10; i++)
            Assert.Null(predictive.Read(json, ref tokens));

        Assert.Equal(1, predictive.Unpredicted);
    }

    private static void SameAsReference(PredictiveTokenizer predictive, byte[] json)
    {
        EventTokens found = default, expected = default;
        var rejection = predictive.Read(json, ref found);
        var expectedRejection = JsonTokenizer.Read(json, ref expected);
        Assert.Equal(expectedRejection?.Reason, rejection?.Reason);
        for (var i = 0; rejection is null && i < EventFields.Count; i++)
            Assert.Equal(expected[i], found[i]);
    }

    private static byte[] Damaged(byte[] json, Random random)
    {
        var damaged = (byte[])json.Clone();
        const string likely = "\",:{}[]\\0123456789.-eEnul \t\n";
        for (var i = random.Next(3); i >= 0; i--)
            damaged[random.Next(damaged.Length)] = (byte)likely[random.Next(likely.Length)];
        return damaged;
    }
}
