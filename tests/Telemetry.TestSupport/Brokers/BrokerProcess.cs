using Confluent.Kafka;
using Telemetry.Kafka.Embedded;
using Telemetry.TestSupport.Brokers.Groups;
using Telemetry.TestSupport.Processes;

namespace Telemetry.TestSupport.Brokers;

/// <summary>The embedded broker in a process of its own, and the faults that its parent asks for.</summary>
public static class BrokerProcess
{
    /// <summary>Prints the bootstrap servers as the first line, then carries out what stdin says until it ends.</summary>
    /// <param name="topics">The topics and how many partitions each has.</param>
    /// <param name="sessionTimeout">As for <see cref="EmbeddedBroker.Start"/>.</param>
    /// <param name="coordinates">Whether a <see cref="GroupBroker"/> answers members of classic groups; the embedded one mixes them up.</param>
    public static async Task RunAsync(IReadOnlyDictionary<string, int> topics, TimeSpan? sessionTimeout = null, bool coordinates = false)
    {
        using var broker = EmbeddedBroker.Start(topics, sessionTimeout: sessionTimeout);
        await using var front = coordinates ? new GroupBroker(broker, TimeProvider.System) : null;
        Console.Out.WriteLine(front?.BootstrapServers ?? broker.BootstrapServers);
        while (MessageLine.Read<BrokerCommand>(Console.In) is { } command)
        {
            CarryOut(broker, front, command);
            Console.Out.WriteLine(BrokerCommand.Done);
        }
    }

    private static void CarryOut(EmbeddedBroker broker, GroupBroker? front, BrokerCommand command)
    {
        var answering = GroupBroker.Answers(command.Request) ? front : null;
        switch (command.Do)
        {
            case BrokerCommand.Fail when answering is not null: answering.FailNext(command.Request, command.Errors); break;
            case BrokerCommand.StopFailing when answering is not null: answering.StopFailing(command.Request); break;
            case BrokerCommand.Down: broker.SetDown(); break;
            case BrokerCommand.Up: broker.SetUp(); break;
            case BrokerCommand.Delay:
                broker.SetRoundTripTime(TimeSpan.FromMilliseconds(command.Milliseconds));
                front?.RoundTripTime = TimeSpan.FromMilliseconds(command.Milliseconds);
                break;
            case BrokerCommand.Fail: broker.FailNext(command.Request, [.. command.Errors]); break;
            case BrokerCommand.StopFailing: broker.StopFailing(command.Request); break;
            default: throw new InvalidDataException($"'{command.Do}' is not a command for a broker process.");
        }
    }
}

/// <summary>To a broker process: a fault, or its end. It answers each with one line, <see cref="Done"/>.</summary>
public sealed record BrokerCommand(string Do)
{
    /// <summary>Cut all connections and take no new ones.</summary>
    public const string Down = "down";

    /// <summary>Take connections again.</summary>
    public const string Up = "up";

    /// <summary>Delay every answer by <see cref="Milliseconds"/>.</summary>
    public const string Delay = "delay";

    /// <summary>Answer the next requests of the kind <see cref="Request"/> with <see cref="Errors"/>, one each.</summary>
    public const string Fail = "fail";

    /// <summary>Forget what is left of <see cref="Fail"/>.</summary>
    public const string StopFailing = "stop-failing";

    /// <summary>The answer.</summary>
    public const string Done = "done";

    public int Milliseconds { get; init; }

    public KafkaRequest Request { get; init; }

    public IReadOnlyList<ErrorCode> Errors { get; init; } = [];
}
