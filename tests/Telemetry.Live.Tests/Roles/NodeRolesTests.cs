using Microsoft.Extensions.Configuration;
using Telemetry.Live.Roles;
using Telemetry.ServiceDefaults;

namespace Telemetry.Live.Tests.Roles;

public sealed class NodeRolesTests
{
    [Theory]
    [InlineData(null, true, true)]
    [InlineData("ingest", true, false)]
    [InlineData("gateway", false, true)]
    [InlineData(" Gateway , ingest ", true, true)]
    public void A_node_has_the_roles_that_are_set_or_both(string? roles, bool ingests, bool isGateway) =>
        Assert.Equal(new NodeRoles(ingests, isGateway, IsAlone: false), From(roles, null));

    [Theory]
    [InlineData("")]
    [InlineData("ingest;gateway")]
    [InlineData("ingest,ingest")]
    [InlineData("ingest,")]
    [InlineData("consumer")]
    public void Anything_else_is_refused_with_what_is_possible(string roles) =>
        Assert.Equal(
            $"Live:Roles is '{roles}'; it must be ingest, gateway, or both separated by a comma.",
            Assert.Throws<InvalidSettingException>(() => From(roles, null)).Message);

    [Theory]
    [InlineData("ingest")]
    [InlineData("gateway")]
    public void A_node_that_is_alone_has_both_roles(string roles) =>
        Assert.Contains("Live:Standalone is 'true'; it must be false unless", Assert.Throws<InvalidSettingException>(() => From(roles, "true")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_node_can_be_alone() => Assert.True(From(null, "true").IsAlone);

    private static NodeRoles From(string? roles, string? standalone) => NodeRoles.From(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Live:Roles"] = roles, ["Live:Standalone"] = standalone }.Where(setting => setting.Value is not null))
        .Build());
}
