using Telemetry.V1;

namespace Telemetry.Live.Tests.Hub;

/// <summary>What a client knows after the updates it got, by the rules of live.proto.</summary>
internal sealed class ReceivedDashboard
{
    private readonly Dictionary<uint, Place> _places = [];

    public DashboardUpdate State { get; private set; } = new();

    public ulong Sequence { get; private set; }

    public IEnumerable<Place> Places => _places.Values.Where(place => (place.ActiveViewers | place.Events | place.Errors) != 0).OrderBy(place => place.Id);

    public void Take(DashboardUpdate update)
    {
        Assert.True(update.Sequence >= Sequence, $"Sequence {update.Sequence} came after {Sequence}.");
        Sequence = update.Sequence;
        if (update.Full)
        {
            _places.Clear();
            State = new DashboardUpdate();
        }
        State.Metrics = update.Metrics ?? State.Metrics;
        State.Viewers = update.Viewers ?? State.Viewers;
        State.Quality = update.Quality ?? State.Quality;
        State.Device = update.Device ?? State.Device;
        State.Health = update.Health ?? State.Health;
        foreach (var place in update.Geo?.Places ?? [])
            Take(place);
    }

    private void Take(Place place)
    {
        if (place.Country.Length > 0)
        {
            _places[place.Id] = place;
            return;
        }
        Assert.True(_places.TryGetValue(place.Id, out var known), $"Place {place.Id} was mentioned without ever being named.");
        known.ActiveViewers = place.ActiveViewers;
        known.Events = place.Events;
        known.Errors = place.Errors;
    }
}
