using Microsoft.Extensions.Options;

namespace Telemetry.ServiceDefaults.Identity;

/// <summary>Rules that attributes can't express.</summary>
internal sealed class IdentityOptionsValidator : IValidateOptions<IdentityOptions>
{
    public ValidateOptionsResult Validate(string? name, IdentityOptions options)
    {
        List<string> failures = [];
        if (options.IsRequired && !IsIssuer(options.Authority!))
        {
            failures.Add($"Identity:Authority is '{options.Authority}'; it must be the issuer's address, such as "
                + "https://login.example.com/realms/video; http only on this machine, because a token that others read is theirs.");
        }

        if (string.IsNullOrEmpty(options.ServiceClientId) != string.IsNullOrEmpty(options.ServiceClientSecret))
            failures.Add("Identity:ServiceClientId and Identity:ServiceClientSecret belong together; set both or neither.");
        if (!options.IsRequired && !string.IsNullOrEmpty(options.ServiceClientId))
            failures.Add("Identity:ServiceClientId is set without Identity:Authority; name the issuer that knows this client.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsIssuer(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
