using System.Security.Claims;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.ServiceDefaults.Tests.Identity;

public sealed class TenantScopeTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    /// <summary>Every subset of three tenants but the empty one, which is no scope.</summary>
    public static IEnumerable<TenantScope> Scopes => Enumerable.Range(1, 7).Select(bits => TenantScope.Of(Names.Where((_, i) => (bits & (1 << i)) != 0))).Append(TenantScope.Every);

    [Fact]
    public void What_two_scopes_allow_together_is_what_each_of_them_allows()
    {
        foreach (var (one, other) in Scopes.SelectMany(one => Scopes.Select(other => (one, other))))
        {
            var both = one.And(other);
            foreach (var tenant in Names.Append("unheard of"))
                Assert.Equal(one.Allows(tenant) && other.Allows(tenant), both is not null && both.Allows(tenant));
            Assert.Equal(both, other.And(one));
        }
    }

    [Fact]
    public void Equal_scopes_have_one_key_and_different_ones_two()
    {
        Assert.Equal(8, Scopes.Select(scope => scope.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(TenantScope.Of("b", "a", "b"), TenantScope.Of("a", "b"));
        Assert.NotEqual(TenantScope.Of("a, b"), TenantScope.Of("a", "b"));
        Assert.NotEqual(TenantScope.Of("a b"), TenantScope.Of("a", "b"));
    }

    [Fact]
    public void No_tenant_is_not_every_tenant()
    {
        Assert.Throws<ArgumentException>(() => TenantScope.Of([]));
        Assert.Throws<ArgumentException>(() => TenantScope.Of(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "ann")], "test"))));
    }

    [Fact]
    public void A_caller_sees_what_the_token_names_and_all_where_nobody_signs_in()
    {
        var ann = new ClaimsPrincipal(new ClaimsIdentity([new Claim("tenant_id", "b"), new Claim("tenant_id", "a")], "test"));
        Assert.Equal(TenantScope.Of("a", "b"), TenantScope.Of(ann));
        Assert.Equal(TenantScope.Every, TenantScope.Of(new ClaimsPrincipal(new ClaimsIdentity())));
        Assert.Equal(TenantScope.Every, TenantScope.Of("a", "*"));
    }
}
