using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Telemetry.Lake.Storage;

/// <summary>Keys of the lake's files.</summary>
public static class LakePaths
{
    /// <summary>Where the events are.</summary>
    public const string Events = "events/";

    /// <summary>The table of titles.</summary>
    public const string Titles = "titles.parquet";

    /// <summary>The table of places.</summary>
    public const string Places = "places.parquet";

    // A file name may have 255 bytes on the file systems in use; "tenant_id=" takes ten.
    private const int MaxTenantLength = 240;

    /// <summary>
    /// The folder of a day and tenant: <c>events/event_date=2026-03-17/tenant_id=acme/</c>. The tenant comes from outside, so everything
    /// but ASCII letters, digits, <c>.</c>, <c>_</c> and <c>-</c> is percent-encoded (UTF-8), as Hive and DuckDB read it back; so is the first
    /// character of <c>__HIVE_DEFAULT_PARTITION__</c>, which they would read as NULL. A name that becomes longer than 240 characters is cut
    /// and ends with <c>~</c> and a hash of the whole. Names that differ in case only share a folder on file systems that don't
    /// tell them apart, so keep the lake on one that does.
    /// </summary>
    public static string PartitionOf(DateOnly date, string tenant) =>
        $"{Events}event_date={date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}/tenant_id={Escape(tenant)}/";

    /// <summary>The UTC day of a time, Unix milliseconds.</summary>
    public static DateOnly DateOf(long unixMs) => DateOnly.FromDateTime(DateTime.UnixEpoch.AddMilliseconds(unixMs));

    /// <summary>Day and tenant of a file's key; null when it is no file of the events table. A shortened tenant comes as it is written.</summary>
    public static (DateOnly Date, string Tenant)? PartitionOf(string key)
    {
        var parts = key.Split('/');
        return parts.Length == 4 && parts[0] == "events"
            && parts[1].StartsWith("event_date=", StringComparison.Ordinal) && parts[2].StartsWith("tenant_id=", StringComparison.Ordinal)
            && DateOnly.TryParseExact(parts[1]["event_date=".Length..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? (date, Uri.UnescapeDataString(parts[2]["tenant_id=".Length..]))
            : null;
    }

    private static string Escape(string tenant)
    {
        var escaped = new StringBuilder(tenant.Length);
        foreach (var value in Encoding.UTF8.GetBytes(tenant))
        {
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'.' or (byte)'_' or (byte)'-')
                escaped.Append((char)value);
            else
                escaped.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }
        if (tenant == "__HIVE_DEFAULT_PARTITION__" || tenant.Equals("NULL", StringComparison.OrdinalIgnoreCase))
            escaped.Replace(tenant[..1], $"%{(int)tenant[0]:X2}", 0, 1);
        if (escaped.Length <= MaxTenantLength)
            return escaped.ToString();
        // Cut before an escape rather than in it.
        var cut = MaxTenantLength - 17;
        while (escaped[cut - 1] == '%' || escaped[cut - 2] == '%')
            cut--;
        return $"{escaped.ToString(0, cut)}~{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(tenant)):x16}";
    }
}
