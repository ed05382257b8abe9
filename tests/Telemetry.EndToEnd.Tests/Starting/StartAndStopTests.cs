using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Telemetry.EndToEnd.Tests.Running;

namespace Telemetry.EndToEnd.Tests.Starting;

public sealed class StartAndStopTests
{
    [Theory]
    [InlineData(AppHostProcess.Sigint)]
    [InlineData(AppHostProcess.Sigterm)]
    public async Task A_signal_stops_it_with_exit_code_0_and_without_complaint(int signal)
    {
        await using var host = await AppHostProcess.StartAsync(["--rate", "200"]);

        var (exitCode, errors) = await host.StopAsync(signal);

        Assert.Equal((0, ""), (exitCode, errors));
    }

    [Fact]
    public async Task It_says_where_everything_is_once_everything_listens()
    {
        await using var host = await AppHostProcess.StartAsync(["--no-simulator"]);

        foreach (var address in new[] { host.Addresses.Page, host.Addresses.LiveWeb, host.Addresses.LiveGrpc, host.Addresses.ChatWeb!, host.Addresses.ChatGrpc!, host.Addresses.Mcp! })
        {
            Assert.Contains(address.GetLeftPart(UriPartial.Authority), host.Announced, StringComparison.Ordinal);
            using var connection = new TcpClient();
            await connection.ConnectAsync(address.Host, address.Port);
        }

        Assert.Contains($"kcat -P -b {host.Addresses.Kafka} -t telemetry.events", host.Announced, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var offset = (port - AppHost.Ports.Default.Page).ToString(CultureInfo.InvariantCulture);

        var (exitCode, errors) = await AppHostProcess.RunAsync(["--port-offset", offset]);

        Assert.Equal(1, exitCode);
        Assert.Equal($"Port {port} is in use; stop what listens there, or move every port with --port-offset=100.\n", errors);
    }

    [Theory]
    [InlineData("Live__MaxStreams", "0", "Live:MaxStreams: The field MaxStreams must be between 1 and 100000.")]
    [InlineData("Simulator__MaxEvents", "-1", "Simulator:MaxEvents is -1; it must be 0 (no end) or above.")]
    [InlineData("Simulator__MaxEvents", "few", "Failed to convert configuration value 'few' at 'Simulator:MaxEvents' to type 'System.Int64'.")]
    public async Task A_wrong_setting_is_named_with_its_rule(string setting, string value, string message)
    {
        var (exitCode, errors) = await AppHostProcess.RunAsync(["--port-offset", "free"], new Dictionary<string, string> { [setting] = value });

        Assert.Equal((1, message), (exitCode, errors.Trim()));
    }

    [Theory]
    [InlineData("--rate 5", "--rate is '5'; it must be 10 to 50,000 events per second.")]
    [InlineData("--rate many", "--rate is 'many'; it must be 10 to 50,000 events per second.")]
    [InlineData("--port-offset 70000", "--port-offset is '70000'; it must be a number from 0 to 62523, or 'free'.")]
    [InlineData("--history 900", "--history is '900'; it must be 0 to 366 days.")]
    [InlineData("--no-lake --lake /tmp/lake", "--lake and --no-lake exclude each other; give one of them.")]
    [InlineData("--port-offset free --page /nowhere", "--page is '/nowhere'; it must be a folder with an index.html in it.")]
    [InlineData("--port-offset free --kafka broker", "Kafka:BootstrapServers has 'broker'; expected host:port with a port from 1 to 65535 and no scheme.")]
    public async Task A_wrong_option_is_named_with_its_value_and_its_rule(string arguments, string message)
    {
        var (exitCode, errors) = await AppHostProcess.RunAsync(arguments.Split(' '));

        Assert.Equal((1, message), (exitCode, errors.Trim()));
    }
}
