using Telemetry.Domain.Events;
using Telemetry.Simulator.Events;
using Telemetry.Simulator.Randomness;
using Telemetry.Simulator.Sessions;

namespace Telemetry.Simulator.Faults;

/// <summary>Decides which messages are faults, by the shares that the options ask for.</summary>
internal sealed class FaultPlan
{
    // Duplicates and malformed messages are made from one of the last events; a player repeats what it has just sent.
    private const int Remembered = 64;

    // Late means more than 60 s; with this margin it is late however a receiver aligns its windows.
    private const double LeastLateMs = 90_000;
    private const double MostLateMs = 240_000;

    private readonly SeededRandom _random;
    private readonly SimulatorOptions _options;
    private readonly SimulatedMessage[] _recent = new SimulatedMessage[Remembered];
    private long _remembered;
    private double _lateOwed;

    public FaultPlan(SimulatorOptions options)
    {
        _options = options;
        // Another sequence than the population's, so that sessions do not depend on how many faults there are.
        _random = new SeededRandom(SeededRandom.Mix((ulong)options.Seed) + 1);
    }

    /// <summary>A malformed or repeated message in place of the next event, or null when the event's turn has come.</summary>
    public SimulatedMessage? DrawFault(DateTimeOffset now)
    {
        _lateOwed += _options.LateShare;
        var share = _random.Share();
        if (share >= _options.MalformedShare + _options.DuplicateShare || _remembered == 0)
            return null;
        var original = _recent[_random.Index((int)Math.Min(_remembered, Remembered))];
        if (share >= _options.MalformedShare)
            return original with { Kind = MessageKind.Duplicate };
        var malformation = Malformations.All[_random.Index(Malformations.All.Count)];
        return original with
        {
            Kind = MessageKind.Malformed,
            Malformation = malformation,
            Value = malformation.Apply(original.Value),
            At = now,
        };
    }

    /// <summary>
    /// A late event to send next, when one is owed and this session can look back far enough. Only steady sessions can, so the
    /// debt is carried until one comes by.
    /// </summary>
    public (ViewingEvent Event, double AgoMs)? DrawLate(in ViewingEvent current, ViewingSession session, double nowMs)
    {
        if (_lateOwed < 1 || current.Type != EventType.Heartbeat)
            return null;
        var ago = _random.Between(LeastLateMs, MostLateMs);
        if (!session.TryRecall(nowMs, ago, out var late))
            return null;
        _lateOwed--;
        return (late, ago);
    }

    public void Remember(in SimulatedMessage message) => _recent[_remembered++ % Remembered] = message;
}
