using System.Collections.Concurrent;
using System.Text;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Kafka.Tests.Consuming;

/// <summary>A message that a test keeps after it was released.</summary>
internal sealed record Seen(int Partition, long Offset, string Value);

/// <summary>
/// A member of a group: a thread that polls, writes down what it gets and what it is told, and does on its own thread what a
/// test asks of the source.
/// </summary>
internal sealed class PollingThread : IRebalanceListener, IDisposable
{
    private readonly ConcurrentQueue<(Action<ITelemetrySource> Do, TaskCompletionSource Done)> _requests = new();
    private readonly Func<int, long?> _start;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stop;
    private ITelemetrySource? _source;

    internal PollingThread(TestKafka kafka, string group, Func<int, long?>? start = null, int batch = 64)
    {
        _start = start ?? (_ => null);
        _thread = new Thread(() => Run(kafka, group, batch)) { IsBackground = true };
        _thread.Start();
    }

    internal ConcurrentQueue<Seen> Messages { get; } = new();

    /// <summary>"assigned 3", "message 3", "revoked 3", "lost 3", in the order in which they came.</summary>
    internal ConcurrentQueue<string> Story { get; } = new();

    /// <summary>The calls as they came, "assigned 0 1 2 3".</summary>
    internal ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Polls so far.</summary>
    internal int Polls { get; private set; }

    /// <summary>Whether a partition is started when it is assigned; otherwise the test starts it.</summary>
    internal bool StartsByItself { get; init; } = true;

    internal ConcurrentQueue<KafkaProblem> Problems { get; } = new();

    internal ConcurrentDictionary<int, bool> Assignment { get; } = new();

    internal Action<int>? OnRevoked { get; set; }

    public void Assigned(IReadOnlyList<int> partitions)
    {
        Calls.Enqueue($"assigned {string.Join(' ', partitions.Order())}");
        foreach (var partition in partitions)
        {
            Story.Enqueue($"assigned {partition}");
            Assignment[partition] = true;
            if (StartsByItself) _source!.Start(partition, _start(partition));
        }
    }

    public void Revoked(IReadOnlyList<int> partitions)
    {
        Calls.Enqueue($"revoked {string.Join(' ', partitions.Order())}");
        foreach (var partition in partitions)
        {
            OnRevoked?.Invoke(partition);
            Story.Enqueue($"revoked {partition}");
            Assignment.TryRemove(partition, out _);
        }
    }

    public void Lost(IReadOnlyList<int> partitions)
    {
        Calls.Enqueue($"lost {string.Join(' ', partitions.Order())}");
        foreach (var partition in partitions)
        {
            Story.Enqueue($"lost {partition}");
            Assignment.TryRemove(partition, out _);
        }
    }

    public void Error(KafkaProblem problem) => Problems.Enqueue(problem);

    internal Task On(Action<ITelemetrySource> action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Enqueue((action, done));
        return done.Task.WaitAsync(TestKafka.Timeout);
    }

    /// <summary>Waits until a condition holds; it is looked at after every poll.</summary>
    internal async Task Until(Func<bool> condition, string what)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var holds = false;
            await On(_ => holds = condition());
            if (holds) return;
            if (TimeProvider.System.GetElapsedTime(deadline) > TestKafka.Timeout)
            {
                var story = string.Join(", ", Story.Where(line => !line.StartsWith("message", StringComparison.Ordinal)));
                Assert.Fail($"Not within {TestKafka.Timeout}: {what}. Story: {story}. Problems: {string.Join(", ", Problems)}. " +
                    $"Messages: {Messages.Count}.");
            }
        }
    }

    /// <summary>Disposes the source, on its thread, and waits for the end.</summary>
    internal void StopPolling() => Dispose();

    public void Dispose()
    {
        _stop = true;
        Assert.True(_thread.Join(TestKafka.Timeout), "The polling thread did not end.");
        _ended.Task.GetAwaiter().GetResult();
    }

    private void Run(TestKafka kafka, string group, int batch)
    {
        try
        {
            using var source = kafka.Clients.Subscribe(TestKafka.Topic, this, group);
            _source = source;
            var room = new KafkaMessage[batch];
            while (!_stop)
            {
                var count = source.Poll(room, TimeSpan.FromMilliseconds(20));
                Polls++;
                foreach (var message in room.AsSpan(0, count))
                {
                    Messages.Enqueue(new Seen(message.Partition, message.Offset, Encoding.UTF8.GetString(message.Value)));
                    Story.Enqueue($"message {message.Partition}");
                    message.Release();
                }
                while (_requests.TryDequeue(out var request))
                {
                    try
                    {
                        request.Do(source);
                        request.Done.SetResult();
                    }
                    catch (Exception failure)
                    {
                        request.Done.SetException(failure);
                    }
                }
            }
            _ended.SetResult();
        }
        catch (Exception failure)
        {
            _ended.SetException(failure);
            while (_requests.TryDequeue(out var request)) request.Done.SetException(failure);
        }
    }
}
