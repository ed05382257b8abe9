using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Telemetry.Semantics.Plans;

/// <summary>
/// The canonical text of plans, and their hash. Properties in the order of declaration, camel case, nulls and empty parts left out.
/// </summary>
public static class PlanJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The plan as canonical JSON.</summary>
    public static string Write(QueryPlan plan) => JsonSerializer.Serialize(plan, Options);

    /// <summary>
    /// A plan from JSON. Throws <see cref="JsonException"/> for text that isn't one, members that a plan hasn't included.
    /// </summary>
    public static QueryPlan Read(string json) =>
        JsonSerializer.Deserialize<QueryPlan>(json, Options) ?? throw new JsonException("A plan is a JSON object; found null.");

    /// <summary>
    /// Key of caches, history and links: SHA-256 of the canonical JSON, lower-case hexadecimal. The start of a period that moves with the
    /// clock counts in steps of five minutes, so that the same question asked again finds its answer.
    /// </summary>
    public static string Hash(QueryPlan plan)
    {
        var steady = plan with { Time = Steady(plan.Time), CompareWith = [.. plan.CompareWith.Select(period => Steady(period)!)] };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(steady))));
    }

    private static PlanPeriod? Steady(PlanPeriod? period)
    {
        if (period is not { Rolling: true, From: { } from }) return period;
        var step = TimeSpan.FromMinutes(5).Ticks;
        return period with { From = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % step), TimeSpan.Zero) };
    }
}
