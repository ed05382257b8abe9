using Telemetry.Kafka.Following;

namespace Telemetry.Live.Following;

/// <summary>
/// Follows a topic on a thread of its own. What goes wrong is logged, and after a pause that grows to ten seconds it begins anew.
/// </summary>
internal abstract partial class FollowingService(FollowerFactory followers, string topic, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>How long a question to the brokers may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), CountEvery = TimeSpan.FromSeconds(10);

    /// <summary>Owners say something each second: after such a silence it is asked whether a broker is there at all.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    /// <summary>How long a read waits for a message.</summary>
    protected static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5), LongestPause = TimeSpan.FromSeconds(10);
    private long _countedAt, _answeredAt;
    private Task<int>? _counting;

    protected string Topic => topic;

    protected TimeProvider Time => time;

    /// <summary>Begins and follows until cancelled.</summary>
    protected abstract Task FollowAsync(ITopicFollower follower, int partitions, CancellationToken cancellationToken);

    /// <summary>What has to come next; for those who ask whether the node is ready.</summary>
    protected virtual void WaitsFor(string what)
    {
    }

    /// <summary>A broker has answered, be it with a message.</summary>
    protected virtual void Answered() => _answeredAt = time.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var pause = ShortestPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            try
            {
                WaitsFor($"Kafka has not told the partitions of {topic} yet.");
                using var follower = followers(topic);
                var partitions = await Task.Run(() => follower.CountPartitions(Patience), stoppingToken);
                if (partitions == 0)
                    throw new NodeTopicException($"The topic {topic} does not exist (yet).");
                Answered();
                (_countedAt, _counting) = (time.GetTimestamp(), null);
                try
                {
                    await FollowAsync(follower, partitions, stoppingToken);
                }
                finally
                {
                    if (_counting is { } counting)
                        await Task.WhenAny(counting); // which uses the follower's client: it must be there until then
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (time.GetElapsedTime(began) > 2 * LongestPause)
                    pause = ShortestPause;
                WaitsFor(exception.Message);
                LogFailed(topic, exception.Message, pause.TotalSeconds);
                await Task.Delay(pause, time, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>How many partitions there are now, when that was asked and answered since the last call; asks every ten seconds, and after a silence.</summary>
    protected int? CountAgain(ITopicFollower follower)
    {
        if (_counting is { IsCompleted: true } counted)
        {
            (_countedAt, _counting) = (time.GetTimestamp(), null);
            if (!counted.IsCompletedSuccessfully)
                return null; // a broker that is away now is asked again later
            Answered();
            return counted.Result;
        }
        var every = time.GetElapsedTime(_answeredAt) >= Silence ? Silence : CountEvery;
        if (_counting is null && time.GetElapsedTime(_countedAt) >= every)
            _counting = Task.Run(() => follower.CountPartitions(Patience));
        return null;
    }

    /// <summary>Runs a loop that blocks on a thread of its own.</summary>
    protected static Task OnOwnThread(Action loop, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(loop, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [LoggerMessage(EventId = 1721, Level = LogLevel.Warning, Message = "Following {Topic} ended: {Problem} It begins anew in {Seconds} s; until then the numbers are those of before.")]
    private partial void LogFailed(string topic, string problem, double seconds);
}
