using System.Text;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Domain.Tests.Vocabulary;

public sealed class VocabularyTests
{
    [Fact]
    public async Task Threads_that_add_the_same_texts_get_the_same_ids()
    {
        var vocabulary = new Utf8Vocabulary(100_000);
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 5_000).Select(i => vocabulary.GetOrAdd($"text {i}")).ToArray())));

        Assert.All(ids, each => Assert.Equal(ids[0], each));
        Assert.Equal(5_001, vocabulary.Count);
        Assert.All(Enumerable.Range(0, 5_000), i => Assert.Equal($"text {i}", vocabulary[ids[0][i]]));
    }

    [Fact]
    public void What_has_no_room_is_other()
    {
        var vocabulary = new Utf8Vocabulary(3);
        Assert.Equal([1, 2, 0, 1], new[] { "a", "b", "c", "a" }.Select(vocabulary.GetOrAdd));
        Assert.Equal("other", vocabulary[0]);
    }

    [Fact]
    public void Places_with_the_same_words_in_other_parts_are_different_places()
    {
        var places = new PlaceVocabulary(10);
        var a = places.GetOrAdd("A"u8, "B"u8, ""u8);
        var b = places.GetOrAdd("A"u8, ""u8, "B"u8);
        Assert.NotEqual(a, b);
        Assert.Equal(new Place("A", "", "B"), places[b]);
        Assert.Equal(Place.Other, places[0]);
        Assert.Equal(b, places.GetOrAdd(places[b]));
    }

    [Fact]
    public void Looking_up_a_known_place_allocates_nothing()
    {
        var places = new PlaceVocabulary(10);
        var city = Encoding.UTF8.GetBytes("São Paulo");
        places.GetOrAdd("Brazil"u8, ""u8, city);
        Assert.Equal(0, Allocations.Of(calls: 100, () => places.GetOrAdd("Brazil"u8, ""u8, city)));
    }
}
