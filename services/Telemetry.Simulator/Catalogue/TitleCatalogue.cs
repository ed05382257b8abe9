using System.Globalization;
using Telemetry.Simulator.Randomness;

namespace Telemetry.Simulator.Catalogue;

/// <summary>The titles on offer, most popular first.</summary>
public sealed class TitleCatalogue
{
    private const string Header = "title_id\ttitle_name\tgenre\tduration_seconds";
    private static readonly Lazy<TitleCatalogue> EmbeddedCatalogue = new(ParseEmbedded);

    // Zipf-Mandelbrot: the weight of rank r (from 0) is 1 / (r + 2.5)^0.95, so the first of 120 titles gets about 11 %.
    private const double RankShift = 2.5;
    private const double RankExponent = 0.95;
    private readonly Weighted<Title> _byPopularity;

    private TitleCatalogue(IReadOnlyList<Title> titles)
    {
        Titles = titles;
        _byPopularity = new Weighted<Title>([.. titles.Select((title, rank) => (title, Math.Pow(rank + RankShift, -RankExponent)))]);
    }

    /// <summary>The catalogue that ships with the simulator (<c>titles.tsv</c>): 120 invented titles in 8 genres.</summary>
    public static TitleCatalogue Embedded => EmbeddedCatalogue.Value;

    /// <summary>All titles, most popular first.</summary>
    public IReadOnlyList<Title> Titles { get; }

    internal Title Draw(SeededRandom random) => _byPopularity.Draw(random);

    /// <summary>Reads a catalogue: tab-separated with a header, most popular title first.</summary>
    /// <exception cref="FormatException">A line is not what it should be; the message gives its number and the rule.</exception>
    public static TitleCatalogue Parse(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.ReadLine() is var header && header != Header)
            throw Malformed(1, $"the header is '{header}'", $"'{Header}'");
        var titles = new List<Title>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            var fields = line.Split('\t');
            if (fields.Length != 4 || fields.Any(string.IsNullOrWhiteSpace))
                throw Malformed(number, $"'{line}' has {fields.Length} fields", "4 fields, none of them blank, with one tab between two");
            if (!int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds <= 0)
                throw Malformed(number, $"the duration is '{fields[3]}'", "whole seconds above 0");
            if (!ids.Add(fields[0]))
                throw Malformed(number, $"'{fields[0]}' has a line already", "each title once");
            titles.Add(new Title(fields[0], fields[1], fields[2], seconds));
        }
        return titles.Count > 0 ? new TitleCatalogue(titles) : throw Malformed(2, "there is no title", "at least one");
    }

    private static FormatException Malformed(int line, string found, string expected) =>
        new($"Title catalogue, line {line}: {found}; expected {expected}. Correct that line.");

    private static TitleCatalogue ParseEmbedded()
    {
        using var stream = typeof(TitleCatalogue).Assembly.GetManifestResourceStream("Telemetry.Simulator.Catalogue.titles.tsv")
            ?? throw new InvalidOperationException("titles.tsv is not embedded in Telemetry.Simulator; keep it an EmbeddedResource of the project.");
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }
}
