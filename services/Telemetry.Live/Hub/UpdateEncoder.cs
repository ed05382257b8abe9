using System.Buffers;
using System.Text;
using Telemetry.Domain.Places;
using Telemetry.Domain.Vocabulary;
using Telemetry.Live.Feed;
using Telemetry.Live.Rendering;
using Telemetry.Live.Wire;
using Telemetry.V1;
using Place = Telemetry.V1.Place;

namespace Telemetry.Live.Hub;

/// <summary>
/// Puts messages together from parts that are bytes already: the parts of a state, places, batches of events. Each field stands
/// once in a message, as not every client merges repeated ones. Not thread-safe.
/// </summary>
internal sealed class UpdateEncoder(Vocabularies vocabularies)
{
    private const int PlaceNumbers = 6 * WireWriter.MaxVarint;
    private readonly PlaceFields _places = new(vocabularies, Gazetteer.Embedded);
    private readonly ArrayBufferWriter<byte> _message = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _geo = new(16 * 1024);

    /// <summary>Begins a message of WatchDashboard.</summary>
    public void BeginUpdate(string? subscriptionId, long sequence, bool full, long atMs)
    {
        _message.ResetWrittenCount();
        var writer = new WireWriter(_message.GetSpan(128));
        if (subscriptionId is not null)
        {
            Span<byte> id = stackalloc byte[64];
            writer.Field(DashboardUpdate.SubscriptionIdFieldNumber, id[..Encoding.UTF8.GetBytes(subscriptionId, id)]);
        }
        writer.Field(DashboardUpdate.SequenceFieldNumber, sequence);
        writer.Field(DashboardUpdate.FullFieldNumber, full ? 1 : 0);
        writer.Field(DashboardUpdate.AtUnixMsFieldNumber, atMs);
        _message.Advance(writer.Length);
    }

    /// <summary>Adds what changed in a state after a version; all of it when <paramref name="since"/> is −1.</summary>
    public void AddState(ViewState state, long since)
    {
        var placesAdded = false;
        foreach (ref readonly var part in state.Parts)
        {
            // Places go where their field number puts them, before health.
            if (!placesAdded && part.Bytes[0] >> 3 > DashboardUpdate.GeoFieldNumber)
            {
                AddPlaces(state, since);
                placesAdded = true;
            }
            if (part.Version > since)
                _message.Write(part.Bytes);
        }
    }

    /// <summary>Adds batches of events as the field of a message of WatchDashboard.</summary>
    public void AddEventsField(ReadOnlySpan<FeedChannel.Entry> batches, long dropped, long sampledOut)
    {
        var length = 0;
        foreach (ref readonly var batch in batches)
            length += batch.Bytes.Length;
        length += CountsLength(dropped, sampledOut);
        var writer = new WireWriter(_message.GetSpan(2 * WireWriter.MaxVarint));
        writer.Header(DashboardUpdate.EventsFieldNumber, length);
        _message.Advance(writer.Length);
        AddEvents(batches, dropped, sampledOut);
    }

    /// <summary>Begins a message of WatchEvents.</summary>
    public void BeginBatch() => _message.ResetWrittenCount();

    /// <summary>Adds batches of events as the fields of a message of WatchEvents.</summary>
    public void AddEvents(ReadOnlySpan<FeedChannel.Entry> batches, long dropped, long sampledOut)
    {
        foreach (ref readonly var batch in batches)
            _message.Write(batch.Bytes);
        var writer = new WireWriter(_message.GetSpan(4 * WireWriter.MaxVarint));
        writer.Field(EventBatch.DroppedFieldNumber, dropped);
        writer.Field(EventBatch.SampledOutFieldNumber, sampledOut);
        _message.Advance(writer.Length);
    }

    /// <summary>The message in an array of its own.</summary>
    public byte[] ToArray() => _message.WrittenSpan.ToArray();

    private static int CountsLength(long dropped, long sampledOut) =>
        (dropped == 0 ? 0 : 1 + WireWriter.VarintLength((ulong)dropped)) + (sampledOut == 0 ? 0 : 1 + WireWriter.VarintLength((ulong)sampledOut));

    private void AddPlaces(ViewState state, long since)
    {
        if (state.PlacesVersion <= since)
            return;
        _geo.ResetWrittenCount();
        foreach (ref readonly var place in state.Places)
        {
            if (place.Version > since && (since >= 0 || !place.IsGone))
                AddPlace(place, isNamed: place.NamedSince > since);
        }
        var writer = new WireWriter(_message.GetSpan(2 * WireWriter.MaxVarint));
        writer.Header(DashboardUpdate.GeoFieldNumber, _geo.WrittenCount);
        _message.Advance(writer.Length);
        _message.Write(_geo.WrittenSpan);
    }

    private void AddPlace(in PlaceState place, bool isNamed)
    {
        var names = isNamed ? _places.OfPlace(place.Id) : default;
        var numbers = new WireWriter(stackalloc byte[PlaceNumbers]);
        if (!isNamed)
            numbers.Field(Place.IdFieldNumber, place.Id);
        numbers.Field(Place.ActiveViewersFieldNumber, place.Viewers);
        numbers.Field(Place.EventsFieldNumber, place.Events);
        numbers.Field(Place.ErrorsFieldNumber, place.Errors);
        var length = names.Length + numbers.Length;
        var writer = new WireWriter(_geo.GetSpan(length + (2 * WireWriter.MaxVarint)));
        writer.Header(Geo.PlacesFieldNumber, length);
        writer.Raw(names);
        writer.Raw(numbers.Written);
        _geo.Advance(writer.Length);
    }
}
