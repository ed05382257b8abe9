using System.Runtime.InteropServices;
using Telemetry.Domain.Events;
using Telemetry.Domain.Filtering;
using Telemetry.Simulator.Events;
using Telemetry.Simulator.Faults;

namespace Telemetry.Simulator.Ledgers;

/// <summary>
/// What was sent, counted while it was sent: the truth that a dashboard must show. Counts are of distinct valid events that
/// were not late; late events, duplicates and malformed messages are counted on their own. Safe for many threads.
/// </summary>
public sealed class SimulationLedger
{
    private readonly Lock _gate = new();
    private readonly long[] _byType = new long[EventTypes.Count];
    private readonly long[] _byDevice = new long[DeviceTypes.Count];
    private readonly long[] _byQuality = new long[Qualities.Count];
    private readonly long[] _byMalformation = new long[Malformations.All.Count];
    private readonly Dictionary<string, long> _byCountry = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byTitle = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byErrorCode = new(StringComparer.Ordinal);
    private readonly NumberSet _sessions = new();
    private readonly NumberSet _customers = new();
    private readonly Presence _presence = new();
    private long _events, _late, _duplicates, _undelivered, _bufferingEvents, _bufferingMs, _bandwidthSamples;
    private double _bandwidthSum;
    private DateTimeOffset? _first, _last;

    /// <summary>Distinct valid events that were not late, so far.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>Messages of every kind, so far.</summary>
    public long Messages
    {
        get
        {
            lock (_gate)
                return _events + _late + _duplicates + _byMalformation.Sum();
        }
    }

    /// <summary>
    /// Active viewers and sessions by the rule of METRICS: with an event in the last 60 s that passes the filter, the latest of
    /// which is not stop, complete or error.
    /// </summary>
    /// <param name="at">The instant; not more than a minute before the newest event, because older ones are forgotten.</param>
    /// <param name="filter">Which events to look at; all by default.</param>
    public (int Viewers, int Sessions) ActiveAt(DateTimeOffset at, EventFilter? filter = null)
    {
        lock (_gate)
            return _presence.ActiveAt(at.ToUnixTimeMilliseconds(), filter ?? EventFilter.All);
    }

    /// <summary>All counts as they are now, and the latest events that active viewers follow from.</summary>
    public LedgerReport Report()
    {
        lock (_gate)
        {
            return new LedgerReport
            {
                Messages = _events + _late + _duplicates + _byMalformation.Sum(),
                Events = _events,
                Late = _late,
                Duplicates = _duplicates,
                Malformed = _byMalformation.Sum(),
                Undelivered = _undelivered,
                Sessions = _sessions.Count,
                Customers = _customers.Count,
                EventsByType = Named(_byType, index => ((EventType)index).Name()),
                EventsByDevice = Named(_byDevice, index => ((DeviceType)index).Name()),
                EventsByQuality = Named(_byQuality, index => ((Quality)index).Name()),
                EventsByCountry = new(_byCountry),
                EventsByTitle = new(_byTitle),
                ErrorsByCode = new(_byErrorCode),
                MalformedByKind = Named(_byMalformation, index => ((Malformation)index).Name()),
                BufferingEvents = _bufferingEvents,
                BufferingDurationMs = _bufferingMs,
                BandwidthSamples = _bandwidthSamples,
                AverageBandwidthMbps = _bandwidthSamples > 0 ? _bandwidthSum / _bandwidthSamples : null,
                FirstEventAt = _first,
                LastEventAt = _last,
                Latest = _presence.ToList(),
            };
        }
    }

    internal void Record(in SimulatedMessage message)
    {
        lock (_gate)
        {
            switch (message.Kind)
            {
                case MessageKind.Event:
                    Count(message);
                    break;
                case MessageKind.LateEvent:
                    _late++;
                    break;
                case MessageKind.Duplicate:
                    _duplicates++;
                    break;
                case MessageKind.Malformed:
                    _byMalformation[(int)message.Malformation]++;
                    break;
            }
        }
    }

    /// <summary>A message that was recorded did not reach Kafka; from then on the counts are upper bounds.</summary>
    internal void RecordUndelivered() => Interlocked.Increment(ref _undelivered);

    private void Count(in SimulatedMessage message)
    {
        var viewing = message.Event;
        var session = viewing.Session;
        _events++;
        _first ??= message.At;
        _last = message.At;
        _byType[(int)viewing.Type]++;
        _byDevice[(int)session.Device.Type]++;
        _byQuality[(int)viewing.Quality]++;
        CollectionsMarshal.GetValueRefOrAddDefault(_byCountry, session.Customer.Place.Country, out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_byTitle, session.Title.Id, out _)++;
        if (viewing.ErrorCode is { } code)
            CollectionsMarshal.GetValueRefOrAddDefault(_byErrorCode, code, out _)++;
        _bufferingEvents += viewing.BufferingEvents;
        _bufferingMs += viewing.BufferingDurationMs ?? 0;
        if (viewing.BandwidthMbps is { } bandwidth)
        {
            _bandwidthSamples++;
            _bandwidthSum += bandwidth;
        }
        _sessions.Add(session.Number);
        _customers.Add(session.Customer.Number);
        _presence.See(viewing, message.At.ToUnixTimeMilliseconds());
    }

    private static SortedDictionary<string, long> Named(long[] counts, Func<int, string> name)
    {
        var named = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
                named[name(i)] = counts[i];
        }
        return named;
    }
}
