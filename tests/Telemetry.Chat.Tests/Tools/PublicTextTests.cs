using Telemetry.Chat.Tools;

namespace Telemetry.Chat.Tests.Tools;

public sealed class PublicTextTests
{
    [Theory]
    [InlineData("No file at /srv/lake/x.parquet, ask again", "No file at …, ask again")]
    [InlineData("at Some.Method()\nToo slow.", "Too slow.")]
    [InlineData("1/2 of it, or s3://bucket/key", "1/2 of it, or …")]
    [InlineData("  \n ", "otherwise")]
    [InlineData(null, "otherwise")]
    public void What_an_asker_reads_has_no_path_and_no_stack_frame(string? text, string read) => Assert.Equal(read, PublicText.Of(text, "otherwise"));

    [Fact]
    public void A_long_text_is_cut_between_characters_wherever_the_cut_falls()
    {
        for (var before = 390; before < 402; before++)
        {
            var read = PublicText.Of(new string('x', before) + string.Concat(Enumerable.Repeat("🎬", 2_000)), "otherwise");
            Assert.InRange(read.Length, 398, 400);
            Assert.DoesNotContain(read.EnumerateRunes(), rune => rune == System.Text.Rune.ReplacementChar);
            Assert.EndsWith("…", read, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_text_takes_long_however_it_is_made()
    {
        // A megabyte of what the pattern for paths begins with again and again; quadratic work would take minutes.
        var read = PublicText.Of(string.Concat(Enumerable.Repeat("/a", 500_000)), "otherwise");
        Assert.Equal("…", read);
    }
}
