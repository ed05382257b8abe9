using System.Text;
using Telemetry.Domain.Places;
using Telemetry.Domain.Vocabulary;
using Place = Telemetry.Domain.Vocabulary.Place;

namespace Telemetry.Live.Wire;

/// <summary>
/// The names of places as protobuf fields, made once for each place: country, state and city of a <see cref="V1.FeedEvent"/>, and
/// id, names and coordinates of a <see cref="V1.Place"/>. Safe for any number of threads.
/// </summary>
internal sealed class PlaceFields(Vocabularies vocabularies, Gazetteer gazetteer)
{
    private const int CountryOfEvent = 8, CountryOfPlace = 2;
    private readonly Lock _gate = new();
    private byte[]?[] _ofEvents = [];
    private byte[]?[] _ofPlaces = [];

    /// <summary>Fields 8 to 10 of a feed event.</summary>
    public ReadOnlySpan<byte> OfEvent(int place) => Known(_ofEvents, place) ?? Add(ref _ofEvents, place, EncodeForEvent);

    /// <summary>Fields 1 to 6 of a place that is mentioned for the first time.</summary>
    public ReadOnlySpan<byte> OfPlace(int place) => Known(_ofPlaces, place) ?? Add(ref _ofPlaces, place, EncodeForPlace);

    private static byte[]? Known(byte[]?[] table, int place) => place < table.Length ? Volatile.Read(ref table[place]) : null;

    private byte[] Add(ref byte[]?[] table, int place, Func<int, byte[]> encode)
    {
        lock (_gate)
        {
            if (place >= table.Length)
            {
                var grown = table;
                Array.Resize(ref grown, Math.Max(place + 1, table.Length * 2));
                Volatile.Write(ref table, grown);
            }
            var fields = table[place] ?? encode(place);
            Volatile.Write(ref table[place], fields);
            return fields;
        }
    }

    private byte[] EncodeForEvent(int id)
    {
        var place = vocabularies.Places[id];
        var writer = new WireWriter(new byte[RoomFor(place)]);
        WriteNames(ref writer, place, CountryOfEvent);
        return writer.Written.ToArray();
    }

    private byte[] EncodeForPlace(int id)
    {
        var place = vocabularies.Places[id];
        var writer = new WireWriter(new byte[RoomFor(place)]);
        writer.Field(1, id);
        WriteNames(ref writer, place, CountryOfPlace);
        if (gazetteer.TryFind(place.Country, place.State, place.City, out var known))
        {
            writer.Field(5, known.Latitude);
            writer.Field(6, known.Longitude);
        }
        return writer.Written.ToArray();
    }

    private static int RoomFor(Place place) =>
        64 + Encoding.UTF8.GetMaxByteCount(place.Country.Length + place.State.Length + place.City.Length);

    private static void WriteNames(ref WireWriter writer, Place place, int first)
    {
        writer.Field(first, Encoding.UTF8.GetBytes(place.Country));
        writer.Field(first + 1, Encoding.UTF8.GetBytes(place.State));
        writer.Field(first + 2, Encoding.UTF8.GetBytes(place.City));
    }
}
