using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Telemetry.Kafka.Connecting;

/// <summary>
/// What all clients of a process say of brokers that they can't reach, as one story: a line when it begins, one a minute while it
/// lasts, one when it is over. The clients themselves try again several times a second and would say so each time. Any thread.
/// </summary>
/// <param name="servers">The bootstrap servers.</param>
/// <param name="answers">Asks whether a broker answers; blocks for a moment.</param>
/// <param name="time">Tells how long it lasts.</param>
/// <param name="logger">Where the lines go.</param>
internal sealed partial class BrokerOutage(string servers, Func<bool> answers, TimeProvider time, ILogger logger)
{
    // A client waits up to ten seconds between two tries, so after this time none of them fails any more.
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(12), CheckInterval = TimeSpan.FromSeconds(1), ReminderInterval = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private bool _lasts;
    private long _beganAt, _lastAt, _saidAt;

    /// <summary>Ends with the last outage that began.</summary>
    public Task Watching { get; private set; } = Task.CompletedTask;

    /// <summary>Whether an error means that a broker can't be reached, and the client goes on trying.</summary>
    public static bool Is(ErrorCode code) => code is ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve
        or ErrorCode.Local_TimedOut or ErrorCode.Local_WaitCoord or ErrorCode.Local_Ssl or ErrorCode.Local_Authentication;

    /// <summary>Whether a line of the client's own log says what its error says too.</summary>
    public static bool RepeatsError(string facility) => facility is "FAIL" or "ERROR" or "FATAL";

    /// <summary>A client could not reach a broker.</summary>
    public void Report(string reason)
    {
        lock (_gate)
        {
            var now = _lastAt = time.GetTimestamp();
            if (!_lasts)
            {
                (_lasts, _beganAt, _saidAt) = (true, now, now);
                LogBegan(servers, reason);
                Watching = WatchAsync();
            }
            else if (time.GetElapsedTime(_saidAt, now) >= ReminderInterval)
            {
                _saidAt = now;
                var lasted = Whole(time.GetElapsedTime(_beganAt, now));
                LogLasts(servers, lasted, reason);
            }
        }
    }

    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromSeconds(Math.Round(span.TotalSeconds));

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(CheckInterval, time);
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            if (!IsQuiet(QuietTime))
                continue;
            var isOver = await Task.Run(answers).ConfigureAwait(false);
            if ((isOver && TryEnd(QuietTime, isOver: true)) || TryEnd(ReminderInterval, isOver: false))
                return;
        }
    }

    private bool IsQuiet(TimeSpan forTime)
    {
        lock (_gate)
            return time.GetElapsedTime(_lastAt) >= forTime;
    }

    /// <summary>Ends it when nobody has complained for a time; without a word when no broker answers either, as then the clients are gone.</summary>
    private bool TryEnd(TimeSpan quietFor, bool isOver)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_lastAt) < quietFor)
                return false;
            _lasts = false;
            var lasted = Whole(time.GetElapsedTime(_beganAt, _lastAt));
            if (isOver)
                LogOver(servers, lasted);
            return true;
        }
    }

    [LoggerMessage(EventId = 1041, Level = LogLevel.Warning,
        Message = "Kafka at {Servers} can't be reached: {Reason}. All clients try again until it can; what is shown stands still meanwhile, and nothing is lost as long as its log holds it.")]
    private partial void LogBegan(string servers, string reason);

    [LoggerMessage(EventId = 1042, Level = LogLevel.Warning,
        Message = "Kafka at {Servers} could not be reached for {Time} now: {Reason}. All clients go on trying. See whether the brokers run and whether Kafka:BootstrapServers, the network and the credentials are right.")]
    private partial void LogLasts(string servers, TimeSpan time, string reason);

    [LoggerMessage(EventId = 1043, Level = LogLevel.Information, Message = "Kafka at {Servers} can be reached again; for {Time} it could not.")]
    private partial void LogOver(string servers, TimeSpan time);
}
