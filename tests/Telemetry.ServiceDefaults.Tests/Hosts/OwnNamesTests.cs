using Telemetry.ServiceDefaults.Hosts;

namespace Telemetry.ServiceDefaults.Tests.Hosts;

public sealed class OwnNamesTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("telemetry-live", true)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("192.168.0.7", false)]
    public void On_loopback_a_server_has_the_names_of_its_machine(string host, bool has) => Assert.Equal(has, new OwnNames("127.0.0.1", []).Have(host));

    [Theory]
    [InlineData("ops.example.com", true)]
    [InlineData("OPS.example.com", true)]
    [InlineData("localhost", false)]
    [InlineData("evil.example", false)]
    public void With_names_given_it_has_those_and_no_others(string host, bool has) => Assert.Equal(has, new OwnNames("127.0.0.1", ["ops.example.com"]).Have(host));

    [Fact]
    public void Open_to_a_network_it_has_any_name_unless_some_are_given()
    {
        Assert.True(new OwnNames("0.0.0.0", []).Have("anything.example"));
        Assert.False(new OwnNames("::", ["ops.example.com"]).Have("anything.example"));
    }
}
