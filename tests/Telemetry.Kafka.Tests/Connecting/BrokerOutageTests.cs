using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Kafka.Connecting;

namespace Telemetry.Kafka.Tests.Connecting;

public sealed class BrokerOutageTests : ILogger
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _lines = [];
    private readonly BrokerOutage _outage;
    private volatile bool _answers;

    public BrokerOutageTests() => _outage = new BrokerOutage("broker:9092", () => _answers, _time, this);

    [Fact]
    public async Task An_outage_of_ten_minutes_is_a_line_at_its_beginning_one_a_minute_and_one_at_its_end()
    {
        for (var tenths = 0; tenths < 6_000; tenths++)
        {
            _outage.Report("Connection refused");
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }
        Assert.Equal(10, Lines().Count);
        Assert.Contains("can't be reached: Connection refused. All clients try again", Lines()[0], StringComparison.Ordinal);
        Assert.All(Lines().Skip(1), line => Assert.Contains("could not be reached for 00:0", line, StringComparison.Ordinal));

        _answers = true;
        await OverAsync(TimeSpan.FromSeconds(12));
        Assert.Equal(11, Lines().Count);
        Assert.Contains("can be reached again; for 00:10:00 it could not", Lines()[^1], StringComparison.Ordinal);

        _outage.Report("Connection refused");
        Assert.Equal(12, Lines().Count);
    }

    [Fact]
    public async Task Clients_that_end_during_an_outage_leave_nothing_behind()
    {
        _outage.Report("Connection refused");
        await OverAsync(TimeSpan.FromMinutes(1));
        _outage.Report("Connection refused"); // a new one: the first was over, without a word

        Assert.Equal(2, Lines().Count);
        Assert.All(Lines(), line => Assert.Contains("All clients try again", line, StringComparison.Ordinal));
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add(formatter(state, exception));
    }

    private List<string> Lines()
    {
        lock (_lines)
            return [.. _lines];
    }

    private Task OverAsync(TimeSpan quietFor)
    {
        _time.Advance(quietFor);
        return _outage.Watching.WaitAsync(TestKafka.Timeout);
    }
}
