using System.Security.Claims;

namespace Telemetry.ServiceDefaults.Identity;

/// <summary>
/// The tenants whose data a caller may see: every one, or those that are named. Equal scopes have equal <see cref="Key"/> texts, so what
/// one caller asked for may be shown to another with the same scope and to nobody else.
/// </summary>
public sealed class TenantScope : IEquatable<TenantScope>
{
    /// <summary>How a token says "every tenant".</summary>
    public const string EveryName = "*";

    /// <summary>Where an MCP call's <c>_meta</c> names the tenants that it is about, as an array.</summary>
    public const string MetaKey = "telemetry/tenants";

    /// <summary>Every tenant: who is not asked to sign in, and operators of the whole service.</summary>
    public static readonly TenantScope Every = new([]);

    private TenantScope(IReadOnlyList<string> tenants) => (Tenants, Key) = (tenants, tenants.Count == 0 ? EveryName : string.Join('\u001f', tenants));

    /// <summary>The tenants, sorted; none when the scope <see cref="IsEvery"/>.</summary>
    public IReadOnlyList<string> Tenants { get; }

    /// <summary>One text for equal scopes; a tenant's name has no control character, so no two scopes share one.</summary>
    public string Key { get; }

    /// <summary>Whether nothing is held back.</summary>
    public bool IsEvery => Tenants.Count == 0;

    /// <summary>A scope of these tenants; <see cref="EveryName"/> among them stands for every one.</summary>
    /// <exception cref="ArgumentException">No tenant is named: that would be nobody's data, not everybody's.</exception>
    public static TenantScope Of(params IEnumerable<string> tenants)
    {
        string[] names = [.. tenants.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.Length == 0) throw new ArgumentException("A scope needs at least one tenant.", nameof(tenants));
        return names.Contains(EveryName, StringComparer.Ordinal) ? Every : new TenantScope(names);
    }

    /// <summary>The scope of a caller: what the token's claims name, or every tenant where callers need not sign in.</summary>
    public static TenantScope Of(ClaimsPrincipal? caller) =>
        caller?.Identity is { IsAuthenticated: true } ? Of(caller.FindAll(IdentityClaims.Tenant).Select(claim => claim.Value)) : Every;

    /// <summary>What both scopes allow; null when that is nothing.</summary>
    public TenantScope? And(TenantScope other)
    {
        if (IsEvery) return other;
        if (other.IsEvery) return this;
        string[] both = [.. Tenants.Intersect(other.Tenants, StringComparer.Ordinal)];
        return both.Length == 0 ? null : new TenantScope(both);
    }

    /// <summary>Whether that tenant's data may be seen.</summary>
    public bool Allows(string tenant) => IsEvery || Tenants.Contains(tenant, StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Equals(TenantScope? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TenantScope);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <summary>For people: <c>every tenant</c>, or the names.</summary>
    public override string ToString() => IsEvery ? "every tenant" : string.Join(", ", Tenants);
}
