using System.Collections.Concurrent;
using System.Security.Claims;
using OpenIddict.Abstractions;

namespace Telemetry.DevelopmentIssuer.Protocol;

/// <summary>
/// Makes a code good for one exchange, which is left to us without a database. An entry a sign-in, kept as long as the process: as many
/// as a developer clicks.
/// </summary>
internal sealed class UsedCodes
{
    // Without a destination a claim stays in what this issuer alone can read.
    private const string Claim = "code_number";

    private readonly ConcurrentDictionary<string, byte> _used = new(StringComparer.Ordinal);

    /// <summary>Gives the code that is made of this principal a number of its own.</summary>
    public static ClaimsPrincipal Number(ClaimsPrincipal principal) => principal.SetClaim(Claim, Guid.NewGuid().ToString("N"));

    /// <summary>Whether the code is used for the first time.</summary>
    public bool TryUse(ClaimsPrincipal code) => code.GetClaim(Claim) is { } number && _used.TryAdd(number, 0);
}
