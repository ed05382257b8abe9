using System.CommandLine;
using Confluent.Kafka;
using Telemetry.Chaos;
using Telemetry.Chaos.Faults;
using Telemetry.TestSupport.Brokers;
using Telemetry.TestSupport.Processes;

var clock = TimeProvider.System;
var seed = new Option<int>("--seed")
{
    DefaultValueFactory = _ => Random.Shared.Next(),
    Description = "Plans the faults and makes the sessions. Default: another one each time; it is printed.",
};
var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 5, Description = "How long faults are made." };
var nodes = Count("--nodes", 3, 2, "Nodes, each ingesting and a gateway.");
var rate = Count("--rate", 1000, 10, "Messages per second.");
var partitions = Count("--partitions", 12, 1, "Partitions of every topic.");
var kinds = new Option<FaultKind[]>("--faults")
{
    DefaultValueFactory = _ => Enum.GetValues<FaultKind>(),
    AllowMultipleArgumentsPerToken = true,
    Description = "Kinds of faults to make; may be repeated. Default: all.",
};
var protocol = new Option<GroupProtocol>("--group-protocol")
{
    DefaultValueFactory = _ => GroupProtocol.Consumer,
    Description = "Who shares out the partitions: Consumer, the broker; Classic, one of the nodes.",
};
var strategy = new Option<PartitionAssignmentStrategy>("--assignment-strategy")
{
    DefaultValueFactory = _ => PartitionAssignmentStrategy.CooperativeSticky,
    Description = "How a node shares out the partitions, with --group-protocol Classic: CooperativeSticky, RoundRobin or Range.",
};
var logs = new Option<string?>("--logs") { Description = "Folder for the nodes' logs. Default: a temporary one, kept only when the run fails." };
var server = new Option<string>("--server")
{
    DefaultValueFactory = _ => BuiltProgram.Service("Telemetry.Live"),
    Description = "The built Telemetry.Live.dll.",
};
var root = new RootCommand("Kills, pauses and cuts off nodes, broker and database under load, then compares every count with a ledger.")
    { seed, minutes, nodes, rate, partitions, kinds, protocol, strategy, logs, server };
root.SetAction((result, cancellationToken) =>
{
    var options = new ChaosOptions(
        result.GetValue(seed), TimeSpan.FromMinutes(result.GetValue(minutes)), result.GetValue(nodes), result.GetValue(rate),
        result.GetValue(partitions), result.GetValue(server)!)
    {
        Kinds = result.GetValue(kinds)!,
        GroupProtocol = result.GetValue(protocol),
        AssignmentStrategy = result.GetValue(strategy),
        Logs = result.GetValue(logs),
    };
    return new ChaosRun(options, clock, Console.Out).RunAsync(cancellationToken);
});

var topics = new Option<string[]>("--topic") { Required = true };
var sessionTimeout = new Option<int>("--session-timeout-ms") { Required = true };
var coordinates = new Option<bool>("--coordinates");
var broker = new Command("broker", "Part of a run: the broker.") { Hidden = true };
broker.Options.Add(partitions);
broker.Options.Add(topics);
broker.Options.Add(sessionTimeout);
broker.Options.Add(coordinates);
broker.SetAction(result => BrokerProcess.RunAsync(
    result.GetValue(topics)!.ToDictionary(topic => topic, _ => result.GetValue(partitions)),
    TimeSpan.FromMilliseconds(result.GetValue(sessionTimeout)), result.GetValue(coordinates)));
root.Subcommands.Add(broker);
return await root.Parse(args).InvokeAsync();

static Option<int> Count(string name, int count, int least, string description)
{
    var option = new Option<int>(name) { DefaultValueFactory = _ => count, Description = description };
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < least) result.AddError($"{name} must be at least {least}.");
    });
    return option;
}
