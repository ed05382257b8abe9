namespace Telemetry.ServiceDefaults.Masking;

/// <summary>Hides who somebody is where a person only has to tell one from another: in feeds and logs.</summary>
public static class Masked
{
    private const int Shown = 4;

    /// <summary>
    /// The first characters of an id and an ellipsis. A prefix that names the kind of id (letters up to an underscore) is
    /// kept, and never more than half of what follows it: <c>CUST_5e6f7g8h</c> → <c>CUST_5e6f…</c>, <c>ab</c> → <c>a…</c>.
    /// </summary>
    public static string Id(string id)
    {
        if (id.Length == 0) return "";
        var prefix = id.AsSpan(0, Math.Min(id.Length, 16)).IndexOf('_') + 1;
        return string.Concat(id.AsSpan(0, prefix + Math.Min(Shown, (id.Length - prefix) / 2)), "…");
    }
}
