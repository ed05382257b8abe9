using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using Telemetry.Simulator;
using Telemetry.Simulator.History;

namespace Telemetry.AppHost.CommandLine;

/// <summary>The command line: options, their rules and their help.</summary>
internal static class AppHostCommand
{
    private static readonly Option<int?> Rate = new("--rate")
    {
        Description = $"Events per second of the simulator, 10 to 50,000. Default: {new SimulatorOptions().EventsPerSecond}.",
        HelpName = "events",
        CustomParser = argument => (int?)Number(argument, "--rate", 10, 50_000, "events per second"),
    };

    private static readonly Option<string?> Kafka = new("--kafka")
    {
        Description = "Read from this Kafka instead of the embedded broker; nothing is simulated then unless --simulate is given.",
        HelpName = "host:port,…",
    };

    private static readonly Option<bool> Simulate = new("--simulate") { Description = "Simulate into the Kafka of --kafka too." };

    private static readonly Option<bool> NoSimulator = new("--no-simulator") { Description = "Produce nothing; events come from elsewhere." };

    private static readonly Option<long?> Seed = new("--seed")
    {
        Description = $"Seed of the simulator: the same seed gives the same sessions. Default: {new SimulatorOptions().Seed}.",
        HelpName = "number",
        CustomParser = argument => Number(argument, "--seed", long.MinValue, long.MaxValue, "a number"),
    };

    private static readonly Option<Ports?> PortOffset = new("--port-offset")
    {
        Description = "Add this to every port (page 3000, live 3001 and 3011, chat 3002 and 3012, MCP 3003, sign-in 3004), "
            + $"0 to {Ports.MaxOffset}; 'free' takes free ones.",
        HelpName = "number|free",
        CustomParser = ParsePorts,
    };

    private static readonly Option<string?> PageFolder = new("--page")
    {
        Description = "Folder of the built page. Default: web-angular/dist of the repository.",
        HelpName = "folder",
    };

    private static readonly Option<string?> Lake = new("--lake")
    {
        Description = "Folder of the lake: every event as Parquet, a minute after it came. Default: artifacts/lake of the repository; a temporary one with --port-offset=free.",
        HelpName = "folder",
    };

    private static readonly Option<bool> NoLake = new("--no-lake") { Description = "Write no lake." };

    private static readonly Option<int?> History = new("--history")
    {
        Description = $"Days of simulated history that an empty lake is given, 0 (none) to 366. Default: {new HistoryOptions().Days}.",
        HelpName = "days",
        CustomParser = argument => (int?)Number(argument, "--history", 0, 366, "days"),
    };

    private static readonly Option<bool> SignIn = new("--sign-in")
    {
        Description = "Ask people on the page to sign in, at an issuer for development in this process: "
            + "they choose a role, without a password.",
    };

    private static readonly Option<string?> AddressFile = new("--address-file")
    {
        Description = "Write the addresses to this file as JSON once everything listens.",
        HelpName = "file",
    };

    /// <summary>Parses and runs; returns the exit code. Wrong arguments are explained and give 1.</summary>
    public static Task<int> InvokeAsync(string[] arguments, Func<AppHostOptions, Task<int>> run)
    {
        var command = new RootCommand("Live video telemetry in one process: Kafka, simulator, live services and the page.")
        {
            Rate, Seed, Kafka, Simulate, NoSimulator, PortOffset, PageFolder, Lake, NoLake, History, SignIn, AddressFile,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Simulate) && result.GetValue(NoSimulator)) result.AddError("--simulate and --no-simulator exclude each other; give one of them.");
            if (result.GetValue(NoLake) && result.GetValue(Lake) is not null) result.AddError("--lake and --no-lake exclude each other; give one of them.");
        });
        command.SetAction((parsed, _) => run(Read(parsed)));
        // The host itself answers SIGINT and SIGTERM; the parser's own handler would cut its clean stop short.
        var parsed = command.Parse(arguments);
        if (parsed.Action is ParseErrorAction errors) errors.ShowHelp = false;
        return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static AppHostOptions Read(ParseResult parsed) => new()
    {
        Rate = parsed.GetValue(Rate),
        Seed = parsed.GetValue(Seed),
        Kafka = parsed.GetValue(Kafka),
        Simulate = parsed.GetValue(Simulate) ? true : parsed.GetValue(NoSimulator) ? false : null,
        Ports = parsed.GetValue(PortOffset) ?? Ports.Default,
        PageFolder = parsed.GetValue(PageFolder),
        Lake = parsed.GetValue(Lake),
        NoLake = parsed.GetValue(NoLake),
        HistoryDays = parsed.GetValue(History),
        SignIn = parsed.GetValue(SignIn),
        AddressFile = parsed.GetValue(AddressFile),
    };

    private static Ports? ParsePorts(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (text == "free") return Ports.Free;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) && offset <= Ports.MaxOffset) return Ports.At(offset);
        argument.AddError($"--port-offset is '{text}'; it must be a number from 0 to {Ports.MaxOffset}, or 'free'.");
        return null;
    }

    private static long? Number(ArgumentResult argument, string option, long least, long most, string unit)
    {
        var text = argument.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        var range = least == long.MinValue ? unit : string.Create(CultureInfo.InvariantCulture, $"{least:N0} to {most:N0} {unit}");
        argument.AddError($"{option} is '{text}'; it must be {range}.");
        return null;
    }
}
