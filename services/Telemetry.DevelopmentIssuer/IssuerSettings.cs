namespace Telemetry.DevelopmentIssuer;

/// <summary>Whom the issuer knows, and where it sends people back to.</summary>
public sealed record IssuerSettings
{
    /// <summary>The port to listen on; 0 takes a free one.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// The origins of the page, without a slash at the end: people are sent back to these alone, and these alone may call from a browser.
    /// </summary>
    public required IReadOnlyList<string> PageOrigins { get; init; }

    /// <summary>The client that the page signs in as. It has no secret.</summary>
    public required string PageClientId { get; init; }

    /// <summary>The client that the services call each other as.</summary>
    public required string ServiceClientId { get; init; }

    /// <summary>What the services prove it with.</summary>
    public required string ServiceClientSecret { get; init; }

    /// <summary>Who access tokens are for: their <c>aud</c>. It is the name of a scope too.</summary>
    public required string Audience { get; init; }

    /// <summary>The claim that says whose data its bearer sees.</summary>
    public required string TenantClaim { get; init; }

    /// <summary>The tenants that have data; each gets a person who sees it alone.</summary>
    public required IReadOnlyList<string> Tenants { get; init; }

    /// <summary>Whether people may be sent back there: to the root of the page, as it names itself.</summary>
    internal bool IsOfThePage(string? address) =>
        PageOrigins.Any(origin => string.Equals(address, origin + "/", StringComparison.Ordinal));
}
