using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.ServiceDefaults.Tests.Identity;

public sealed class IdentityOptionsTests
{
    [Theory]
    [InlineData("https://login.example.com/realms/video", null, null, null)]
    [InlineData("http://localhost:3004", null, null, null)]
    [InlineData("http://127.0.0.1:3004", "services", "secret", null)]
    [InlineData(null, null, null, null)]
    [InlineData("http://login.example.com", null, null, "Identity:Authority is 'http://login.example.com'")]
    [InlineData("login.example.com", null, null, "Identity:Authority is 'login.example.com'")]
    [InlineData("https://login.example.com", "services", null, "belong together")]
    [InlineData(null, "services", "secret", "without Identity:Authority")]
    public void What_cannot_work_is_named_at_the_start(string? authority, string? client, string? secret, string? failure)
    {
        var result = new IdentityOptionsValidator().Validate(null, new IdentityOptions { Authority = authority, ServiceClientId = client, ServiceClientSecret = secret });
        if (failure is null) Assert.True(result.Succeeded, result.FailureMessage);
        else Assert.Contains(failure, result.FailureMessage, StringComparison.Ordinal);
    }
}
