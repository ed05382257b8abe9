using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Telemetry.Domain.Places;

/// <summary>
/// The places that events name, with coordinates and time zones. Names are compared exactly, as filters compare them.
/// Immutable and safe to share between threads.
/// </summary>
public sealed partial class Gazetteer
{
    private const string Header = "country,state,city,time_zone,latitude,longitude";
    private static readonly Lazy<Gazetteer> EmbeddedGazetteer = new(ParseEmbedded);
    private readonly FrozenDictionary<(string Country, string State, string City), Place> _byName;

    private Gazetteer(IReadOnlyList<Place> places)
    {
        Places = places;
        _byName = places.ToFrozenDictionary(place => (place.Country, place.State, place.City));
    }

    /// <summary>The gazetteer that ships with the product (<c>places.csv</c>): 46 cities in 14 countries.</summary>
    public static Gazetteer Embedded => EmbeddedGazetteer.Value;

    /// <summary>All places in the order of the file; the index of a place in this list never changes.</summary>
    public IReadOnlyList<Place> Places { get; }

    /// <summary>Finds the place that an event names; false when a name is absent or the place is unknown.</summary>
    public bool TryFind(string? country, string? state, string? city, [NotNullWhen(true)] out Place? place)
    {
        place = null;
        return country is not null && state is not null && city is not null
            && _byName.TryGetValue((country, state, city), out place);
    }

    /// <summary>
    /// Reads a gazetteer: comma-separated, with the header <c>country,state,city,time_zone,latitude,longitude</c>. Names must not
    /// contain commas or quotation marks.
    /// </summary>
    /// <param name="reader">The text; read to its end, not disposed.</param>
    /// <exception cref="FormatException">
    /// A line is not what it should be; the message gives its number, what was found and what was expected.
    /// </exception>
    public static Gazetteer Parse(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var header = reader.ReadLine();
        if (header != Header)
            throw Malformed(1, $"the header is '{header}'", $"'{Header}'");
        var places = new List<Place>();
        var lines = new Dictionary<(string, string, string), int>();
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            var place = ParseLine(line, number);
            if (!lines.TryAdd((place.Country, place.State, place.City), number))
            {
                var first = lines[(place.Country, place.State, place.City)];
                throw Malformed(number, $"'{place.City}, {place.State}, {place.Country}' is on line {first} already", "each place once");
            }
            places.Add(place);
        }
        return places.Count > 0 ? new Gazetteer(places) : throw Malformed(2, "there is no place", "at least one");
    }

    private static Place ParseLine(string line, int number)
    {
        var fields = line.Split(',');
        if (fields.Length != 6 || line.Contains('"', StringComparison.Ordinal))
            throw Malformed(number, $"'{line}' has {fields.Length} fields", "6 fields without quotation marks");
        if (Array.FindIndex(fields, field => field.Length == 0 || field != field.Trim()) is var blank and >= 0)
            throw Malformed(number, $"'{fields[blank]}' stands for {Header.Split(',')[blank]}", "a value without space around it");
        if (!ZoneName().IsMatch(fields[3]))
            throw Malformed(number, $"the time zone is '{fields[3]}'", "an IANA name such as 'Europe/Berlin'");
        return new Place(fields[0], fields[1], fields[2], fields[3], Degrees(fields[4], 90, number), Degrees(fields[5], 180, number));
    }

    private static double Degrees(string field, double limit, int number) =>
        double.TryParse(field, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees)
        && Math.Abs(degrees) <= limit
            ? degrees
            : throw Malformed(number, $"'{field}' stands for {(limit > 90 ? "longitude" : "latitude")}", $"degrees from -{limit} to {limit}");

    private static FormatException Malformed(int line, string found, string expected) =>
        new($"Gazetteer, line {line}: {found}; expected {expected}. Correct that line.");

    private static Gazetteer ParseEmbedded()
    {
        using var stream = typeof(Gazetteer).Assembly.GetManifestResourceStream("Telemetry.Domain.Places.places.csv")
            ?? throw new InvalidOperationException("places.csv is not embedded in Telemetry.Domain; keep it an EmbeddedResource of the project.");
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }

    // Area/Location, where a location may have parts and the signs that the IANA database uses.
    [GeneratedRegex("^[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneName();
}
