using Telemetry.Domain.Places;

namespace Telemetry.Domain.Tests.Places;

public sealed class GazetteerTests
{
    private const string Header = "country,state,city,time_zone,latitude,longitude";

    [Fact]
    public void Embedded_names_at_least_45_cities_in_14_countries()
    {
        Assert.True(Gazetteer.Embedded.Places.Count >= 45);
        Assert.True(Gazetteer.Embedded.Places.DistinctBy(place => place.Country).Count() >= 14);
    }

    [Fact]
    public void Embedded_uses_time_zones_that_the_system_knows()
    {
        Assert.All(Gazetteer.Embedded.Places, place => Assert.NotNull(TimeZoneInfo.FindSystemTimeZoneById(place.TimeZone)));
    }

    [Fact]
    public void Embedded_places_lie_where_their_time_zone_says()
    {
        // A zone's standard offset follows the sun within three hours, so swapped signs or columns show.
        Assert.All(Gazetteer.Embedded.Places, place =>
        {
            var offset = TimeZoneInfo.FindSystemTimeZoneById(place.TimeZone).BaseUtcOffset.TotalHours;
            Assert.InRange(place.Longitude / 15 - offset, -3, 3);
        });
    }

    [Fact]
    public void TryFind_gives_the_coordinates_of_a_city()
    {
        Assert.True(Gazetteer.Embedded.TryFind("Canada", "Quebec", "Montréal", out var place));
        Assert.Equal((45.5019, -73.5674), (place.Latitude, place.Longitude));
        Assert.Equal("America/Toronto", place.TimeZone);
    }

    [Theory]
    [InlineData("Canada", "Quebec", "Montreal")]
    [InlineData("canada", "Quebec", "Montréal")]
    [InlineData("Canada", "Ontario", "Montréal")]
    [InlineData("Canada", null, "Montréal")]
    [InlineData("Canada", "Quebec", null)]
    [InlineData(null, null, null)]
    public void TryFind_knows_nothing_of_other_names(string? country, string? state, string? city)
    {
        Assert.False(Gazetteer.Embedded.TryFind(country, state, city, out var place));
        Assert.Null(place);
    }

    [Theory]
    [InlineData("", "line 1: the header is ''")]
    [InlineData("city,country", "line 1: the header is 'city,country'")]
    [InlineData(Header, "line 2: there is no place")]
    [InlineData(Header + "\nSpain,Madrid,Madrid,Europe/Madrid,40.4", "has 5 fields; expected 6")]
    [InlineData(Header + "\nSpain,Madrid,\"Madrid\",Europe/Madrid,40.4,-3.7", "without quotation marks")]
    [InlineData(Header + "\nSpain,,Madrid,Europe/Madrid,40.4,-3.7", "'' stands for state")]
    [InlineData(Header + "\nSpain,Madrid, Madrid,Europe/Madrid,40.4,-3.7", "' Madrid' stands for city")]
    [InlineData(Header + "\nSpain,Madrid,Madrid,CET,40.4,-3.7", "the time zone is 'CET'")]
    [InlineData(Header + "\nSpain,Madrid,Madrid,Europe/Madrid,90.5,-3.7", "'90.5' stands for latitude; expected degrees from -90 to 90")]
    [InlineData(Header + "\nSpain,Madrid,Madrid,Europe/Madrid,NaN,-3.7", "'NaN' stands for latitude")]
    [InlineData(Header + "\nSpain,Madrid,Madrid,Europe/Madrid,40.4,-181", "'-181' stands for longitude")]
    [InlineData(Header + "\nSpain,Madrid,Madrid,Europe/Madrid,40.4,-3.7\nSpain,Madrid,Madrid,Europe/Madrid,1,1", "line 3: 'Madrid, Madrid, Spain' is on line 2 already")]
    public void Parse_says_which_line_is_wrong_and_why(string text, string expected)
    {
        var error = Assert.Throws<FormatException>(() => Gazetteer.Parse(new StringReader(text)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
