using System.Buffers;
using System.Text;
using System.Text.Json;
using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using Telemetry.Chat.Export;

namespace Telemetry.Chat.Tests.Export;

public sealed class CsvTests
{
    private const string Starters = "=+-@\t\r\n＝＋－＠|%";

    [Fact]
    public void A_cell_never_begins_as_a_formula_and_keeps_its_text()
    {
        var cells = Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>(),
            Gen.ListOf(Gen.Elements("=", "+", "-", "@", "\t", "\r", "\n", "\"", ",", ";", "'", " ", "\u200B", "＝", "cmd|' /C calc'!A0", "1", "x")).Select(string.Concat))
            .Where(text => text is not null && !text.Any(char.IsSurrogate)).ToArbitrary();

        Prop.ForAll(cells, cells, (one, other) =>
        {
            var read = Read(Line(one, other));
            return read.Length == 2 && Same(one, read[0]) && Same(other, read[1]) && IsHarmless(read[0]) && IsHarmless(read[1]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

        // The guard is one apostrophe in front, or nothing.
        static bool Same(string text, string cell) => cell == text || cell == "'" + text;

        static bool IsHarmless(string cell) => cell.Length == 0 || !Starters.Contains(cell.TrimStart(' ', '\u200B', '\u00A0')[..Math.Min(1, cell.TrimStart(' ', '\u200B', '\u00A0').Length)], StringComparison.Ordinal)
            || cell.Trim(' ', '\u200B', '\u00A0').Length == 0;
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-5 degrees", "'-5 degrees")]
    [InlineData("\u200B=1", "'\u200B=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    [InlineData("Amélie \"the\" 🎬, part; 2", "Amélie \"the\" 🎬, part; 2")]
    public void Texts_that_look_like_formulas_are_guarded(string text, string cell) => Assert.Equal(cell, Read(Line(text))[0]);

    [Fact]
    public void Numbers_stay_numbers_and_null_is_empty()
    {
        var output = new ArrayBufferWriter<byte>();
        using var row = JsonDocument.Parse("[-1.80564713839275, 9007199254740993, true, null, \"x\"]");
        CsvLine.WriteRow(output, row.RootElement.EnumerateArray());
        Assert.Equal("-1.80564713839275,9007199254740993,true,,x\r\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static string Line(params string[] cells)
    {
        var output = new ArrayBufferWriter<byte>();
        using var row = JsonDocument.Parse(JsonSerializer.Serialize(cells));
        CsvLine.WriteRow(output, row.RootElement.EnumerateArray());
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    // Somebody else's reader of RFC 4180.
    private static string[] Read(string line)
    {
        using var reader = CsvReader.FromText(line, new CsvReaderOptions { HasHeader = false, Separator = ',', SkipEmptyLines = false, TrimWhitespace = false });
        Assert.True(reader.Read());
        var record = Enumerable.Range(0, reader.FieldCount).Select(reader.GetString).ToArray();
        Assert.False(reader.Read());
        return record;
    }
}
