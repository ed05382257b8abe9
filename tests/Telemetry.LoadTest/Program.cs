using System.CommandLine;
using System.Net;
using Telemetry.LoadTest;
using Telemetry.LoadTest.Producing;
using Telemetry.LoadTest.Streams;
using Telemetry.TestSupport.Brokers;
using Telemetry.TestSupport.Processes;

const string EventsTopic = "telemetry.events";
var clock = TimeProvider.System;

var streams = Count("--streams", 1000, "Concurrent gRPC-Web streams, one connection each.");
var feeds = new Option<int?>("--feeds")
{
    Description = "How many of the streams ask for every event as well; the latencies are measured on them. Default: all.",
};
var nodes = new Option<int>("--nodes") { Description = "Nodes that share the work through Kafka and PostgreSQL. Default: one by itself." };
var sessions = Count("--sessions", 20_000, "Viewing sessions that the events are of.");
var failover = new Option<bool>("--failover")
{
    Description = "Instead: kill one of the nodes and measure how long its streams take until they show the right numbers on another one.",
};
var seconds = Count("--seconds", 30, "Measured time for each rate.");
var warmUp = Count("--warm-up", 10, "Seconds of traffic at the rate before the measured time.");
var rates = new Option<int[]>("--rates")
{
    DefaultValueFactory = _ => [1000, 5000],
    CustomParser = RateList.Parse,
    Description = "Events per second, separated by commas.",
};
var clients = Count("--clients", 2, "Client processes that share the streams.");
// The embedded broker's cost grows with the number of batches that it keeps, and more partitions make smaller batches.
var partitions = Count("--partitions", 4, "Partitions of the events topic.");
var server = new Option<string>("--server")
{
    DefaultValueFactory = _ => BuiltProgram.Service("Telemetry.Live"),
    Description = "The built Telemetry.Live.dll.",
};
var root = new RootCommand("Measures the latency of every event on every one of many gRPC-Web streams.")
    { streams, feeds, nodes, seconds, warmUp, rates, sessions, clients, partitions, server, failover };
root.SetAction((result, cancellationToken) =>
{
    var options = new LoadOptions(
        result.GetValue(streams), Math.Min(result.GetValue(streams), result.GetValue(feeds) ?? int.MaxValue), result.GetValue(seconds),
        result.GetValue(warmUp), result.GetValue(rates)!, result.GetValue(sessions), result.GetValue(clients), result.GetValue(partitions),
        result.GetValue(server)!)
    { Nodes = result.GetValue(nodes) };
    return result.GetValue(failover)
        ? FailOver.RunAsync(options with { Nodes = Math.Max(3, options.Nodes), Feeds = 0 }, clock, cancellationToken)
        : Orchestrator.RunAsync(options, clock, cancellationToken);
});

var topics = new Option<string[]>("--topic")
{
    DefaultValueFactory = _ => [EventsTopic],
    Description = "A topic to create; may be repeated.",
};
var broker = new Command("broker", "An embedded broker; its bootstrap servers are the first line. Ends when stdin does.")
    { partitions, topics };
broker.SetAction(result => BrokerProcess.RunAsync(result.GetValue(topics)!.Distinct().ToDictionary(topic => topic, _ => result.GetValue(partitions))));

var bootstrap = new Option<string>("--bootstrap") { Required = true };
var producer = new Command("producer", "Part of a run: sends the events.") { Hidden = true };
producer.Options.Add(bootstrap);
producer.Options.Add(sessions);
producer.SetAction(async (result, _) =>
{
    using var source = new EventSource(result.GetValue(sessions));
    await new Producer(result.GetValue(bootstrap)!, EventsTopic, source, clock).RunAsync();
});

var addresses = new Option<string[]>("--address") { Required = true };
var reconnecting = new Option<bool>("--reconnecting");
var first = new Option<int>("--first");
var client = new Command("client", "Part of a run: reads some of the streams.") { Hidden = true };
client.Options.Add(addresses);
client.Options.Add(first);
client.Options.Add(streams);
client.Options.Add(feeds);
client.Options.Add(reconnecting);
client.SetAction(result =>
{
    using var process = new ClientProcess(
        [.. result.GetValue(addresses)!.Select(address => IPEndPoint.Parse(address))], result.GetValue(streams), result.GetValue(feeds) ?? 0,
        result.GetValue(first), result.GetValue(reconnecting), clock);
    process.Run();
});

root.Subcommands.Add(broker);
root.Subcommands.Add(producer);
root.Subcommands.Add(client);
return await root.Parse(args).InvokeAsync();

static Option<int> Count(string name, int count, string description)
{
    var option = new Option<int>(name) { DefaultValueFactory = _ => count, Description = description };
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1) result.AddError($"{name} must be at least 1.");
    });
    return option;
}
