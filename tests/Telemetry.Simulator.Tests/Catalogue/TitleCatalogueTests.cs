using Telemetry.Domain.Places;
using Telemetry.Simulator.Catalogue;

namespace Telemetry.Simulator.Tests.Catalogue;

public sealed class TitleCatalogueTests
{
    private const string Header = "title_id\ttitle_name\tgenre\tduration_seconds";

    [Fact]
    public void Embedded_has_120_titles_in_8_genres()
    {
        Assert.Equal(120, TitleCatalogue.Embedded.Titles.Count);
        Assert.Equal(8, TitleCatalogue.Embedded.Titles.DistinctBy(title => title.Genre).Count());
        Assert.Equal("Harbor Lights", TitleCatalogue.Embedded.Titles[0].Name);
    }

    [Theory]
    [InlineData("", "line 1: the header is ''")]
    [InlineData(Header, "line 2: there is no title")]
    [InlineData(Header + "\nT1\tName\tDrama", "has 3 fields; expected 4")]
    [InlineData(Header + "\nT1\t \tDrama\t60", "none of them blank")]
    [InlineData(Header + "\nT1\tName\tDrama\t1.5", "the duration is '1.5'")]
    [InlineData(Header + "\nT1\tName\tDrama\t0", "the duration is '0'")]
    [InlineData(Header + "\nT1\tName\tDrama\t60\nT1\tOther\tDrama\t60", "line 3: 'T1' has a line already")]
    public void Parse_says_which_line_is_wrong_and_why(string text, string expected)
    {
        var error = Assert.Throws<FormatException>(() => TitleCatalogue.Parse(new StringReader(text)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_place_of_the_gazetteer_is_in_a_market_and_the_shares_add_up()
    {
        var places = Market.Locate(Gazetteer.Embedded);
        Assert.Equal(Gazetteer.Embedded.Places, places.Select(place => place.Place));
        Assert.Equal(Market.All.Sum(market => market.Share), places.Sum(place => place.Weight), precision: 6);
    }
}
