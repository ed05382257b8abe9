using System.ComponentModel.DataAnnotations;
using Telemetry.Simulator.CommandLine;

namespace Telemetry.Simulator.Tests;

public sealed class SimulatorOptionsTests
{
    public static TheoryData<SimulatorOptions, string> Wrong => new()
    {
        { new SimulatorOptions { EventsPerSecond = 9 }, "Simulator:EventsPerSecond is 9; it must be from 10 to 50,000." },
        { new SimulatorOptions { EventsPerSecond = 50_001 }, "Simulator:EventsPerSecond is 50001; it must be from 10 to 50,000." },
        { new SimulatorOptions { MalformedShare = -0.1 }, "Simulator:MalformedShare is -0.1; it must be a share from 0 to 0.5." },
        { new SimulatorOptions { DuplicateShare = double.NaN }, "Simulator:DuplicateShare is NaN; it must be a share from 0 to 0.5." },
        { new SimulatorOptions { LateShare = 0.03 }, "Simulator:LateShare is 0.03; it must be a share from 0 to 0.02" },
        { new SimulatorOptions { EventsPerSecond = 1_000, Customers = 500 }, "Simulator:Customers is 500; it must be 0 (follows from the rate), or from the 10," },
        { new SimulatorOptions { MaxEvents = -1 }, "Simulator:MaxEvents is -1; it must be 0 (no end) or above." },
        { new SimulatorOptions { MaxDuration = TimeSpan.FromDays(400) }, "Simulator:MaxDuration is 400.00:00:00; it must be from 0 (no end) to 366 days." },
        { new SimulatorOptions { Tenants = { "north", " " } }, "Simulator:Tenants is ' '; it must be names of 1 to 128 characters." },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void A_wrong_setting_is_named_with_its_value_and_the_rule(SimulatorOptions options, string expected)
    {
        var problem = Assert.Single(Check(options));
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_and_both_ends_of_the_rate_are_right()
    {
        Assert.Empty(Check(new SimulatorOptions()));
        Assert.Empty(Check(new SimulatorOptions { EventsPerSecond = 10 }));
        Assert.Empty(Check(new SimulatorOptions { EventsPerSecond = 50_000 }));
    }

    [Theory]
    [InlineData("Say where to send to", "--rate", "100")]
    [InlineData("Simulator:EventsPerSecond is 5", "--print", "--rate", "5")]
    [InlineData("--speed is 0.5; it must be from 1 to 10,000.", "--print", "--speed", "0.5")]
    [InlineData("--history is -01:00:00; give a length of time", "--print", "--history", "-01:00:00")]
    public async Task The_command_line_refuses_wrong_arguments_in_words(string expected, params string[] arguments)
    {
        var errors = new StringWriter();
        var exitCode = await new SimulateCommand().ToRoot().Parse(arguments).InvokeAsync(new() { Error = errors });
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Check(SimulatorOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result => result.ErrorMessage!);
    }
}
