// What a developer and CI run:  dotnet tool restore && dotnet cake --target=<Test|Run|Eval|Bench|Load|Chaos|Build|Format|Web>
#load "build/processes.cake"
#load "build/setup.cake"
#load "build/suites.cake"
#nullable enable

var target = Argument("target", "Test");
var configuration = Argument("configuration", "Release");
var solution = "Telemetry.Akka.sln";
var commands = new Commands(Context.Environment.WorkingDirectory.FullPath);
var upToDate = new Stamps(commands.Root);
var suites = new TestRun(commands, System.IO.Path.Combine(commands.Root, "artifacts", "test-results"));

// What prints the last lines of a target: it runs after Cake's own summary and gives the exit code.
Func<int> finale = () => 0;

Task("Setup")
    .Description("Installs the system packages that the tests need.")
    .Does(() => new SystemPackages(commands).Require(
        new("chromium", "chromium"),
        new("kcat", "kcat"),
        new("postgresql", "pg_ctlcluster")));

Task("Restore")
    .Description("Restores the NuGet packages.")
    .Does(() => commands.Run("dotnet", $"restore {solution} --verbosity quiet"));

Task("Build")
    .Description("Builds every service and test; warnings are errors.")
    .IsDependentOn("Restore")
    .Does(() => commands.Run("dotnet", $"build {solution} --no-restore --configuration {configuration} --verbosity quiet --nologo"));

Task("Services")
    .Description("Builds what --target=Run starts, without the tests.")
    .Does(() => commands.Run("dotnet", $"build services/Telemetry.AppHost --configuration {configuration} --verbosity quiet --nologo"));

Task("NodePackages")
    .Description("Installs the npm packages of the page and of the gRPC test clients.")
    .Does(() =>
    {
        foreach (var lockFile in GetFiles("./web-angular/package-lock.json") + GetFiles("./tests/*/package-lock.json"))
            new NodePackages(commands, upToDate).Install(lockFile.GetDirectory().FullPath);
    });

Task("Web")
    .Description("Generates the page's contract from protos/ and builds the page into web-angular/dist.")
    .IsDependentOn("NodePackages")
    .Does(() => upToDate.Unless("web-angular/dist/.inputs", ["web-angular", "protos"], () =>
        commands.Run("npm", "run --silent build", "web-angular")));

Task("Format")
    .Description("Checks the formatting of C# and of the page.")
    .IsDependentOn("Restore")
    .IsDependentOn("NodePackages")
    .Does(() =>
    {
        commands.Run("dotnet", FormatSuites.DotNetArguments);
        commands.Run("npm", FormatSuites.WebArguments, "web-angular");
    });

Task("Test")
    .Description("Runs every suite, whatever fails, and ends with one line over all of them.")
    .IsDependentOn("Setup")
    .IsDependentOn("Build")
    .IsDependentOn("Web")
    .Does(() =>
    {
        FormatSuites.AddTo(suites);
        DotNetSuites.AddTo(suites, commands.Root, configuration);
        WebSuites.AddTo(suites);
        suites.Run();
        finale = suites.PrintTotals;
    });

Task("Run")
    .Description("Runs everything in one process: embedded broker, simulator, live services and the page. Ctrl-C stops it.")
    .IsDependentOn("Services")
    .IsDependentOn("Web")
    .Does(() => finale = () => commands.Foreground("dotnet", Program("services", "Telemetry.AppHost")));

Task("Eval")
    .Description("Asks the chat the questions of --questions=<jsonl> (--dataset=<folder>, --clock=<ISO time>) and tells how many it gets right.")
    .Does(() =>
    {
        commands.Run("dotnet", $"build tests/Telemetry.Eval --configuration {configuration} --verbosity quiet --nologo");
        finale = () => commands.Foreground("dotnet", Program("tests", "Telemetry.Eval"));
    });

Task("Bench")
    .Description("Measures the hot paths, then ingestion against a bare consume loop; --only=kernels or ingest does half of it, --only=lake asks ten million events, --only=chat asks them in words.")
    .IsDependentOn("Build")
    .Does(() => finale = () => commands.Foreground("dotnet", Program("tests", "Telemetry.Benchmarks", Argument("only", ""))));

Task("Load")
    .Description("Measures the latency of every event on 1,000 gRPC-Web streams.")
    .IsDependentOn("Build")
    .Does(() => finale = () => commands.Foreground("dotnet", Program("tests", "Telemetry.LoadTest")));

Task("Scale")
    .Description("Measures what 1, 2 and 3 nodes cost at 1,000, 10,000 and 50,000 events/s: the figures of ops/SCALE.md.")
    .IsDependentOn("Build")
    .Does(() => finale = () => new[] { 1, 2, 3 }.Select(nodes => commands.Foreground("dotnet",
        [.. Program("tests", "Telemetry.LoadTest"), $"--nodes={nodes}", "--partitions=12", "--streams=100", "--feeds=2", "--clients=1", "--rates=1000,10000,50000", "--seconds=20"])).Max());

Task("PageLatency")
    .Description("Measures in Chromium how long an event takes until its row is on the page (--rate, --seconds, --warm-up), and what that costs the browser.")
    .IsDependentOn("Setup")
    .IsDependentOn("Services")
    .IsDependentOn("Web")
    .Does(() => finale = () => commands.Foreground("npm", ["--prefix", "web-angular", "run", "--silent", "latency", "--", .. PassedOn()]));

Task("Chaos")
    .Description("Kills, pauses and cuts off three nodes, broker and database for five minutes, then compares every count with a ledger; --seed=<number> repeats a run.")
    .Does(() =>
    {
        commands.Run("dotnet", $"build tests/Telemetry.Chaos --configuration {configuration} --verbosity quiet --nologo");
        finale = () => commands.Foreground("dotnet", Program("tests", "Telemetry.Chaos"));
    });

/// The built program, its command if it has any, and every argument that is not Cake's or this script's own.
IReadOnlyList<string> Program(string folder, string project, string command = "")
{
    string[] first = command == "" ? [] : [command];
    return [$"{folder}/{project}/bin/{configuration}/net10.0/{project}.dll", .. first, .. PassedOn()];
}

/// Every argument that is not Cake's or this script's own.
IEnumerable<string> PassedOn()
{
    string[] ours = ["target", "configuration", "verbosity", "only"];
    return Context.Arguments.GetArguments()
        .Where(argument => !ours.Contains(argument.Key, StringComparer.OrdinalIgnoreCase))
        .SelectMany(argument => argument.Value.Select(value => value is null or "" ? $"--{argument.Key}" : $"--{argument.Key}={value}"));
}

RunTarget(target);
Environment.Exit(finale());
