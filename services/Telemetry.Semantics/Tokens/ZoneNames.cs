using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>Zones by name: "New York time", "PST", "Europe/Paris".</summary>
internal sealed class ZoneNames
{
    private static readonly Dictionary<string, string> Abbreviations = new()
    {
        ["utc"] = "UTC", ["gmt"] = "UTC", ["pst"] = "America/Los_Angeles", ["pdt"] = "America/Los_Angeles", ["pt"] = "America/Los_Angeles", ["est"] = "America/New_York", ["edt"] = "America/New_York", ["et"] = "America/New_York", ["cdt"] = "America/Chicago",
        ["mst"] = "America/Denver", ["mdt"] = "America/Denver", ["cet"] = "Europe/Berlin", ["cest"] = "Europe/Berlin", ["bst"] = "Europe/London", ["jst"] = "Asia/Tokyo", ["ist"] = "Asia/Kolkata", ["aest"] = "Australia/Sydney", ["aedt"] = "Australia/Sydney", ["brt"] = "America/Sao_Paulo", ["sast"] = "Africa/Johannesburg",
        ["kst"] = "Asia/Seoul", ["awst"] = "Australia/Perth",
    };

    private static readonly Dictionary<string, string> Adjectives = new()
    {
        ["pacific"] = "America/Los_Angeles", ["eastern"] = "America/New_York", ["us eastern"] = "America/New_York", ["us pacific"] = "America/Los_Angeles", ["us central"] = "America/Chicago", ["central european"] = "Europe/Berlin", ["central"] = "America/Chicago", ["mountain"] = "America/Denver", ["east coast"] = "America/New_York", ["west coast"] = "America/Los_Angeles",
        ["british"] = "Europe/London", ["uk"] = "Europe/London", ["japan"] = "Asia/Tokyo", ["japanese"] = "Asia/Tokyo", ["indian"] = "Asia/Kolkata", ["india"] = "Asia/Kolkata", ["german"] = "Europe/Berlin", ["french"] = "Europe/Paris", ["greenwich mean"] = "UTC", ["coordinated universal"] = "UTC", ["universal"] = "UTC", ["japan standard"] = "Asia/Tokyo", ["india standard"] = "Asia/Kolkata", ["singapore"] = "Asia/Singapore", ["hong kong"] = "Asia/Hong_Kong", ["delhi"] = "Asia/Kolkata", ["nyc"] = "America/New_York", ["la"] = "America/Los_Angeles", ["sf"] = "America/Los_Angeles", ["bangalore"] = "Asia/Kolkata", ["mexico city"] = "America/Mexico_City", ["warszawa"] = "Europe/Warsaw", ["beijing"] = "Asia/Shanghai", ["polish"] = "Europe/Warsaw", ["italian"] = "Europe/Rome", ["spanish"] = "Europe/Madrid",
    };

    private readonly Dictionary<string, string> _names;

    public ZoneNames(KnownValues known)
    {
        _names = new Dictionary<string, string>(Adjectives);
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
            if (zone.Id.Contains('/', StringComparison.Ordinal) && !zone.Id.StartsWith("Etc/", StringComparison.Ordinal)) _names.TryAdd(Name(zone.Id.Split('/')[^1].Replace('_', ' ')), zone.Id);
        foreach (var place in known.Places) _names[Name(place.City)] = place.TimeZone;
        foreach (var states in known.Places.GroupBy(place => place.State)) if (states.Select(place => place.TimeZone).Distinct().Count() == 1) _names.TryAdd(Name(states.Key), states.First().TimeZone);
        foreach (var countries in known.Places.GroupBy(place => place.Country)) if (countries.Select(place => place.TimeZone).Distinct().Count() == 1) _names.TryAdd(Name(countries.Key), countries.First().TimeZone);
    }

    /// <summary>The zone that words from a start on name, with "time" behind it where the name alone is a place.</summary>
    public IEnumerable<ZoneToken> At(IReadOnlyList<Word> words, int start)
    {
        string Plain(int i) => i < words.Count ? words[i].Plain : "";
        if (Abbreviations.TryGetValue(Plain(start), out var zone))
        {
            var end = Plain(start + 1) == "time" ? start + 2 : Plain(start + 1) == "time" && Plain(start + 2) == "zone" ? start + 3 : start + 1;
            if (Plain(start) is not ("et" or "pt") || words[start].Text is "ET" or "PT") yield return new ZoneToken(zone) { Start = start, End = end };
        }
        if (Plain(start + 1) == "/" && TimeZoneInfo.TryFindSystemTimeZoneById($"{words[start].Text}/{(start + 2 < words.Count ? words[start + 2].Text : "")}", out var iana))
            yield return new ZoneToken(iana.Id) { Start = start, End = Plain(start + 3) == "time" ? start + 4 : start + 3 };
        var name = "";
        for (var i = start; i < Math.Min(words.Count, start + 4); i++)
        {
            name = name.Length == 0 ? Plain(i) : $"{name} {Plain(i)}";
            var after = Plain(i + 1) == "local" ? i + 2 : Plain(i + 1) == "standard" ? i + 2 : i + 1;
            if (Plain(after) is "time" or "timezone" or "hours" && _names.TryGetValue(name, out var named) && !(Plain(after) == "hours" && Plain(after + 1) == "watched")) yield return new ZoneToken(named) { Start = start, End = Plain(after + 1) == "zone" ? after + 2 : after + 1 };
        }
    }

    private static string Name(string text) => string.Join(' ', WordReader.Read(text).Select(word => word.Plain));
}
