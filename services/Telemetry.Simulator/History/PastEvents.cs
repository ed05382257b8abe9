using System.Text;
using Telemetry.Domain.Events;
using Telemetry.Lake.Tables;
using Telemetry.Simulator.Randomness;
using Telemetry.Simulator.Sessions;

namespace Telemetry.Simulator.History;

/// <summary>
/// Rows of the past: the sessions, people, titles and hours of the live simulation, in the order of their times, without faults. The same
/// options and times give the same rows.
/// </summary>
internal sealed class PastEvents
{
    private readonly Population _population;
    private readonly ulong _series;
    private readonly long _fromMs;
    private ulong _made;

    /// <param name="live">The live simulation: whose seed, customers and tenants there are.</param>
    /// <param name="eventsPerSecond">Events per second of the past.</param>
    /// <param name="from">Where it begins.</param>
    public PastEvents(SimulatorOptions live, int eventsPerSecond, DateTimeOffset from)
    {
        // The people are those of the live simulation, of whom fewer watch.
        var options = new SimulatorOptions
        {
            EventsPerSecond = eventsPerSecond, Seed = live.Seed, Customers = live.CustomersOrDefault, MalformedShare = 0, DuplicateShare = 0, LateShare = 0,
        };
        foreach (var tenant in live.Tenants)
            options.Tenants.Add(tenant);
        _population = new Population(options, from);
        _fromMs = from.ToUnixTimeMilliseconds();
        // Like EventStream's, so that the ids of two simulations differ by their starts.
        _series = SeededRandom.Mix((ulong)live.Seed ^ SeededRandom.Mix((ulong)from.UtcTicks));
    }

    /// <summary>The next row.</summary>
    public EventRow Next()
    {
        var e = _population.Next(out _);
        var (session, customer) = (e.Session, e.Session.Customer);
        return new EventRow
        {
            TimestampMs = _fromMs + (long)_population.NowMs,
            EventId = NextId(),
            CustomerId = customer.Id,
            TitleId = session.Title.Id,
            SessionId = session.Id,
            EventType = e.Type.Name(),
            DeviceType = session.Device.Type.Name(),
            Quality = e.Quality.Name(),
            Country = customer.Place.Country,
            Tenant = customer.TenantOrDefault,
            DeviceOs = customer.OsKnown ? session.Os : null,
            State = customer.State,
            City = customer.City,
            Isp = customer.ProviderKnown ? customer.Provider.Name : null,
            Cdn = customer.Network.Name,
            ErrorCode = e.ErrorCode,
            WatchDurationSeconds = e.WatchDurationSeconds,
            PositionSeconds = e.PositionSeconds,
            BufferingEvents = e.BufferingEvents,
            StartupTimeMs = e.StartupTimeMs,
            BufferingDurationMs = e.BufferingDurationMs,
            CompletionPercentage = e.CompletionPercentage,
            BandwidthMbps = e.BandwidthMbps,
        };
    }

    private string NextId()
    {
        Span<byte> id = stackalloc byte[18];
        "EVENT_"u8.CopyTo(id);
        OpaqueId.Write(id[6..], _series, _made++);
        return Encoding.ASCII.GetString(id);
    }
}
