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
    { streams, seconds, warmUp, rates, clients, partitions, server };
root.SetAction((result, cancellationToken) => Orchestrator.RunAsync(
    new LoadOptions(
        result.GetValue(streams), result.GetValue(seconds), result.GetValue(warmUp), result.GetValue(rates)!, result.GetValue(clients),
        result.GetValue(partitions), result.GetValue(server)!),
    clock, cancellationToken));

var topics = new Option<string[]>("--topic")
{
    DefaultValueFactory = _ => [EventsTopic],
    Description = "A topic to create; may be repeated.",
};
var broker = new Command("broker", "An embedded broker; its bootstrap servers are the first line. Ends when stdin does.")
    { partitions, topics };
broker.SetAction(result => BrokerProcess.Run(result.GetValue(topics)!.Distinct().ToDictionary(topic => topic, _ => result.GetValue(partitions))));

var bootstrap = new Option<string>("--bootstrap") { Required = true };
var producer = new Command("producer", "Part of a run: sends the events.") { Hidden = true };
producer.Options.Add(bootstrap);
producer.SetAction(async (result, _) =>
{
    using var source = new EventSource();
    await new Producer(result.GetValue(bootstrap)!, EventsTopic, source, clock).RunAsync();
});

var address = new Option<string>("--address") { Required = true };
var first = new Option<int>("--first");
var client = new Command("client", "Part of a run: reads some of the streams.") { Hidden = true };
client.Options.Add(address);
client.Options.Add(first);
client.Options.Add(streams);
client.SetAction(result =>
{
    var endPoint = IPEndPoint.Parse(result.GetValue(address)!);
    using var process = new ClientProcess(endPoint, result.GetValue(streams), result.GetValue(first), clock);
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
