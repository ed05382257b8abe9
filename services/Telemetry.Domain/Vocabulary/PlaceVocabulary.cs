using System.Runtime.CompilerServices;
using System.Text;

namespace Telemetry.Domain.Vocabulary;

/// <summary>Country, state and city of an event; state and city are "" where the event has none.</summary>
public sealed record Place(string Country, string State, string City)
{
    /// <summary>Where events are counted when there is no room for another place.</summary>
    public static readonly Place Other = new(Utf8Vocabulary.Other, "", "");
}

/// <summary>Gives each distinct place a small id; id 0 is <see cref="Place.Other"/>.</summary>
public sealed class PlaceVocabulary(int limit)
{
    /// <summary>Longest country, state or city in bytes.</summary>
    public const int MaxPartLength = 128;

    private const byte Separator = 0x1F; // ASCII unit separator: the parser lets no control character into a name
    private readonly Utf8Vocabulary _joined = new(limit);
    private readonly Lock _gate = new();
    private Place[] _places = [Place.Other];

    /// <summary>Number of places given an id.</summary>
    public int Count => _joined.Count;

    /// <summary>The place of an id.</summary>
    public Place this[int id]
    {
        get
        {
            var places = Volatile.Read(ref _places);
            return id < places.Length ? places[id] : Split(id);
        }
    }

    /// <summary>The id of a place; 0 when there is no room for another.</summary>
    [SkipLocalsInit]
    public int GetOrAdd(ReadOnlySpan<byte> country, ReadOnlySpan<byte> state, ReadOnlySpan<byte> city)
    {
        Span<byte> joined = stackalloc byte[(MaxPartLength * 3) + 2];
        country.CopyTo(joined);
        joined[country.Length] = Separator;
        state.CopyTo(joined[(country.Length + 1)..]);
        joined[country.Length + 1 + state.Length] = Separator;
        city.CopyTo(joined[(country.Length + state.Length + 2)..]);
        return _joined.GetOrAdd(joined[..(country.Length + state.Length + city.Length + 2)]);
    }

    /// <inheritdoc cref="GetOrAdd(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public int GetOrAdd(Place place) =>
        place == Place.Other ? 0 : GetOrAdd(Encoding.UTF8.GetBytes(place.Country), Encoding.UTF8.GetBytes(place.State), Encoding.UTF8.GetBytes(place.City));

    /// <summary>The UTF-8 bytes of a place, for <see cref="TryGetOrAdd"/> in another process.</summary>
    public ReadOnlySpan<byte> Utf8(int id) => _joined.Utf8(id);

    /// <summary>The id of a place given as <see cref="Utf8"/> gave it, 0 when there is no room for another; false when the bytes are no place.</summary>
    public bool TryGetOrAdd(ReadOnlySpan<byte> utf8, out int id)
    {
        id = 0;
        var parts = 0;
        foreach (var part in utf8.Split(Separator))
        {
            parts++;
            if (part.End.Value - part.Start.Value > MaxPartLength)
                return false;
        }
        if (parts != 3)
            return false;
        id = _joined.GetOrAdd(utf8);
        return true;
    }

    private Place Split(int id)
    {
        lock (_gate)
        {
            var known = _places.Length;
            if (id >= known)
            {
                var count = _joined.Count;
                var places = new Place[count];
                _places.CopyTo(places, 0);
                for (var i = known; i < count; i++)
                {
                    var parts = _joined[i].Split((char)Separator);
                    places[i] = new Place(parts[0], parts[1], parts[2]);
                }
                Volatile.Write(ref _places, places);
            }
            return _places[id];
        }
    }
}
