using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ModelContextProtocol.AspNetCore.Authentication;
using ModelContextProtocol.Authentication;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Mcp.Hosting;

/// <summary>
/// Tells MCP clients where to get a token: the server's metadata as a protected resource (RFC 9728), which a refusal points to (MCP,
/// Authorization).
/// </summary>
internal static class ProtectedResource
{
    public static void AddProtectedResource(this IServiceCollection services)
    {
        services.AddAuthentication().AddMcp();
        services.Configure<AuthenticationOptions>(authentication => authentication.DefaultChallengeScheme = McpAuthenticationDefaults.AuthenticationScheme);
        services.AddOptions<McpAuthenticationOptions>(McpAuthenticationDefaults.AuthenticationScheme).Configure<IOptions<IdentityOptions>>((mcp, identity) =>
            mcp.ResourceMetadata = new ProtectedResourceMetadata
            {
                ResourceName = "Video telemetry",
                AuthorizationServers = { identity.Value.Authority! },
                ScopesSupported = [.. identity.Value.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
                BearerMethodsSupported = { "header" },
            });
    }
}
