using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>Zones by name: "New York time", "PST", "Europe/Paris".</summary>
internal sealed class ZoneNames
{
    private const int LongestName = 4;

    private static readonly Dictionary<string, string> Abbreviations = Names(
        ("UTC", ["utc", "gmt"]),
        ("America/Los_Angeles", ["pst", "pdt", "pt"]),
        ("America/New_York", ["est", "edt", "et"]),
        ("America/Chicago", ["cdt"]),
        ("America/Denver", ["mst", "mdt"]),
        ("Europe/Berlin", ["cet", "cest"]),
        ("Europe/London", ["bst"]),
        ("Asia/Tokyo", ["jst"]),
        ("Asia/Kolkata", ["ist"]),
        ("Australia/Sydney", ["aest", "aedt"]),
        ("America/Sao_Paulo", ["brt"]),
        ("Africa/Johannesburg", ["sast"]),
        ("Asia/Seoul", ["kst"]),
        ("Australia/Perth", ["awst"]));

    private static readonly Dictionary<string, string> Adjectives = Names(
        ("UTC", ["greenwich mean", "coordinated universal", "universal"]),
        ("America/Los_Angeles", ["pacific", "us pacific", "west coast", "la", "sf"]),
        ("America/New_York", ["eastern", "us eastern", "east coast", "nyc"]),
        ("America/Chicago", ["us central", "central"]),
        ("America/Denver", ["mountain"]),
        ("America/Mexico_City", ["mexico city"]),
        ("Europe/Berlin", ["central european", "german"]),
        ("Europe/London", ["british", "uk"]),
        ("Europe/Paris", ["french"]),
        ("Europe/Warsaw", ["warszawa", "polish"]),
        ("Europe/Rome", ["italian"]),
        ("Europe/Madrid", ["spanish"]),
        ("Asia/Tokyo", ["japan", "japanese", "japan standard"]),
        ("Asia/Kolkata", ["indian", "india", "india standard", "delhi", "bangalore"]),
        ("Asia/Singapore", ["singapore"]),
        ("Asia/Hong_Kong", ["hong kong"]),
        ("Asia/Shanghai", ["beijing"]));

    private readonly Dictionary<string, string> _names = new(Adjectives);

    public ZoneNames(KnownValues known)
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            if (!zone.Id.Contains('/', StringComparison.Ordinal) || zone.Id.StartsWith("Etc/", StringComparison.Ordinal)) continue;
            _names.TryAdd(Name(zone.Id.Split('/')[^1].Replace('_', ' ')), zone.Id);
        }
        foreach (var place in known.Places) _names[Name(place.City)] = place.TimeZone;
        AddAreas(known.Places.GroupBy(place => place.State));
        AddAreas(known.Places.GroupBy(place => place.Country));
    }

    /// <summary>The zone that words from a start on name, with "time" behind it where the name alone is a place.</summary>
    public IEnumerable<ZoneToken> At(IReadOnlyList<Word> words, int start)
    {
        if (AbbreviationAt(words, start) is { } abbreviation) yield return abbreviation;
        if (IanaAt(words, start) is { } iana) yield return iana;
        var name = "";
        for (var i = start; i < Math.Min(words.Count, start + LongestName); i++)
        {
            name = name.Length == 0 ? words.PlainAt(i) : $"{name} {words.PlainAt(i)}";
            var after = words.PlainAt(i + 1) is "local" or "standard" ? i + 2 : i + 1;
            if (i == start && IsOfClock(words, start)) yield return new ZoneToken(_names[name]) { Start = start, End = start + 1 };
            if (!IsTime(words, after) || !_names.TryGetValue(name, out var zone)) continue;
            yield return new ZoneToken(zone) { Start = start, End = words.PlainAt(after + 1) == "zone" ? after + 2 : after + 1 };
        }
    }

    // "9 pm Eastern", "18:00 Pacific"
    private static bool IsOfClock(IReadOnlyList<Word> words, int i) =>
        words.PlainAt(i) is "eastern" or "pacific" or "central" or "mountain"
        && i > 0
        && EndsClockTime(words[i - 1].Plain);

    private static bool EndsClockTime(string word) =>
        word is "am" or "pm" or "noon" or "midnight" or "o'clock" || word.Contains(':', StringComparison.Ordinal);

    // "ET" and "PT" in capitals only.
    private static ZoneToken? AbbreviationAt(IReadOnlyList<Word> words, int start)
    {
        if (!Abbreviations.TryGetValue(words.PlainAt(start), out var zone)) return null;
        if (words.PlainAt(start) is "et" or "pt" && words[start].Text is not ("ET" or "PT")) return null;
        return new ZoneToken(zone) { Start = start, End = words.PlainAt(start + 1) == "time" ? start + 2 : start + 1 };
    }

    // "Europe/Paris", which is three words here.
    private static ZoneToken? IanaAt(IReadOnlyList<Word> words, int start)
    {
        if (words.PlainAt(start + 1) != "/") return null;
        var city = start + 2 < words.Count ? words[start + 2].Text : "";
        return TimeZoneInfo.TryFindSystemTimeZoneById($"{words[start].Text}/{city}", out var zone)
            ? new ZoneToken(zone.Id) { Start = start, End = words.PlainAt(start + 3) == "time" ? start + 4 : start + 3 }
            : null;
    }

    // "Tokyo hours"; but "hours watched" are what is measured.
    private static bool IsTime(IReadOnlyList<Word> words, int i) => words.PlainAt(i) switch
    {
        "time" or "timezone" => true,
        "hours" => words.PlainAt(i + 1) != "watched",
        _ => false,
    };

    // States and countries that lie within one zone.
    private void AddAreas(IEnumerable<IGrouping<string, KnownPlace>> areas)
    {
        foreach (var area in areas)
            if (area.Select(place => place.TimeZone).Distinct().Count() == 1) _names.TryAdd(Name(area.Key), area.First().TimeZone);
    }

    private static string Name(string text) => string.Join(' ', WordReader.Read(text).Select(word => word.Plain));

    private static Dictionary<string, string> Names(params (string Zone, string[] Names)[] zones) => zones
        .SelectMany(zone => zone.Names.Select(name => (Name: name, zone.Zone)))
        .ToDictionary(name => name.Name, name => name.Zone);
}
