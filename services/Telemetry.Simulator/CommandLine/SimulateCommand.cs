using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Kafka.Connecting;
using Telemetry.Simulator.Ledgers;
using Telemetry.Simulator.Producing;

namespace Telemetry.Simulator.CommandLine;

/// <summary>The command line: options in, one run, the ledger out.</summary>
internal sealed class SimulateCommand
{
    private readonly Option<string?> _bootstrap = new("--bootstrap") { Description = "Kafka brokers as host:port, separated by commas. Other client settings come from the environment, as in Kafka__SecurityProtocol=Ssl." };
    private readonly Option<string> _topic = new("--topic") { Description = "Topic to produce to.", DefaultValueFactory = _ => new KafkaOptions().EventsTopic };
    private readonly Option<int> _rate = new("--rate") { Description = "Messages per second, 10 to 50,000.", DefaultValueFactory = _ => 500 };
    private readonly Option<long> _seed = new("--seed") { Description = "The same seed gives the same customers and the same course.", DefaultValueFactory = _ => 1 };
    private readonly Option<TimeSpan> _duration = new("--duration") { Description = "Ends after this time, as in 00:05:00. Without it and --count: runs until stopped." };
    private readonly Option<long> _count = new("--count") { Description = "Ends after this many messages." };
    private readonly Option<FileInfo?> _ledger = new("--ledger") { Description = "Writes what was sent, counted, to this JSON file at the end." };
    private readonly Option<bool> _print = new("--print") { Description = "Writes the messages to standard output, one in a line, instead of to Kafka." };
    private readonly Option<double> _speed = new("--speed") { Description = "Lets time run this many times faster, 1 to 10,000; --rate is per simulated second.", DefaultValueFactory = _ => 1 };
    private readonly Option<DateTimeOffset?> _from = new("--from") { Description = "Simulated time begins here instead of now, as in 2026-03-01T00:00:00Z." };
    private readonly Option<TimeSpan> _history = new("--history") { Description = "Sends this stretch of time up to now (or from --from on) without waiting, then ends." };
    private readonly Option<double> _malformed = new("--malformed") { Description = "Share of messages that are no valid events.", DefaultValueFactory = _ => new SimulatorOptions().MalformedShare };
    private readonly Option<double> _duplicates = new("--duplicates") { Description = "Share of messages that repeat another.", DefaultValueFactory = _ => new SimulatorOptions().DuplicateShare };
    private readonly Option<double> _late = new("--late") { Description = "Share of messages that are 90 to 240 s late.", DefaultValueFactory = _ => new SimulatorOptions().LateShare };

    public RootCommand ToRoot()
    {
        var root = new RootCommand("Simulates the players of a video service and sends their telemetry to Kafka.")
        {
            _bootstrap, _topic, _rate, _seed, _duration, _count, _ledger, _print, _speed, _from, _history, _malformed, _duplicates, _late,
        };
        root.SetAction(RunAsync);
        return root;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var options = Read(arguments);
        var errors = arguments.InvocationConfiguration.Error;
        if (Check(arguments, options) is { Count: > 0 } problems)
        {
            await errors.WriteLineAsync(string.Join(Environment.NewLine, problems));
            return 2;
        }
        var ledger = new SimulationLedger();
        await using var services = KafkaServices(arguments);
        using (var sink = OpenSink(arguments, services, ledger))
        {
            if (sink is null)
                return 2;
            await RunAsync(arguments, options, sink, ledger, cancellationToken);
        }
        var report = ledger.Report();
        if (arguments.GetValue(_ledger) is { } file)
            await File.WriteAllTextAsync(file.FullName, report.ToJson(), CancellationToken.None);
        await errors.WriteLineAsync(
            $"{report.Messages} messages: {report.Events} events, {report.Late} late, {report.Duplicates} duplicates, {report.Malformed} malformed; {report.Undelivered} undelivered.");
        return report.Undelivered == 0 ? 0 : 1;
    }

    private async Task RunAsync(ParseResult arguments, SimulatorOptions options, IMessageSink sink, SimulationLedger ledger, CancellationToken cancellationToken)
    {
        var speed = arguments.GetValue(_speed);
        var now = TimeProvider.System.GetUtcNow();
        if (arguments.GetValue(_history) is var history && history > TimeSpan.Zero)
        {
            var from = arguments.GetValue(_from) ?? now - history;
            await new HistoryRun(options, sink, ledger).RunAsync(from, from + history, cancellationToken);
            return;
        }
        var clock = speed > 1 || arguments.GetValue(_from) is not null
            ? new AcceleratedClock(TimeProvider.System, arguments.GetValue(_from) ?? now, speed)
            : TimeProvider.System;
        var run = new SimulationRun(options, sink, ledger, clock);
        await new SimulationRun(options, sink, ledger, clock) { Slice = run.Slice * speed }.RunAsync(cancellationToken);
    }

    private IMessageSink? OpenSink(ParseResult arguments, ServiceProvider services, SimulationLedger ledger)
    {
        if (arguments.GetValue(_print))
            return new NdjsonSink(Console.OpenStandardOutput());
        try
        {
            var topic = services.GetRequiredService<IOptions<KafkaOptions>>().Value.EventsTopic;
            return new KafkaSink(services.GetRequiredService<KafkaClients>(), topic, ledger, services.GetRequiredService<ILogger<KafkaSink>>());
        }
        catch (OptionsValidationException exception)
        {
            arguments.InvocationConfiguration.Error.WriteLine(string.Join(Environment.NewLine, exception.Failures));
            return null;
        }
    }

    private ServiceProvider KafkaServices(ParseResult arguments)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}"] = arguments.GetValue(_bootstrap),
            [$"{KafkaOptions.Section}:{nameof(KafkaOptions.EventsTopic)}"] = arguments.GetValue(_topic),
        });
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration.Build())
            .AddLogging(logging => logging.AddSimpleConsole(console => console.SingleLine = true)
                .AddFilter(level => level >= LogLevel.Warning)
                .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            .AddKafka()
            .BuildServiceProvider();
    }

    private SimulatorOptions Read(ParseResult arguments) => new()
    {
        EventsPerSecond = arguments.GetValue(_rate),
        Seed = arguments.GetValue(_seed),
        MalformedShare = arguments.GetValue(_malformed),
        DuplicateShare = arguments.GetValue(_duplicates),
        LateShare = arguments.GetValue(_late),
        MaxEvents = arguments.GetValue(_count),
        MaxDuration = arguments.GetValue(_duration),
    };

    private List<string> Check(ParseResult arguments, SimulatorOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        List<string> problems = [.. results.Select(result => result.ErrorMessage!)];
        if (!arguments.GetValue(_print) && string.IsNullOrWhiteSpace(arguments.GetValue(_bootstrap)))
            problems.Add("Say where to send to: --bootstrap host:port, or --print for standard output.");
        if (arguments.GetValue(_speed) is var speed and not (>= 1 and <= 10_000))
            problems.Add($"--speed is {speed}; it must be from 1 to 10,000.");
        if (arguments.GetValue(_history) is var history && history < TimeSpan.Zero)
            problems.Add($"--history is {history}; give a length of time, as in 24:00:00 or 7.00:00:00.");
        return problems;
    }
}
