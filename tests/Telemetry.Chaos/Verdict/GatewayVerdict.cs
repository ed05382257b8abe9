using static System.FormattableString;

namespace Telemetry.Chaos.Verdict;

/// <summary>How far one gateway's numbers are from the ledger's.</summary>
/// <param name="Gateway">Its name.</param>
/// <param name="Lost">What is missing, in the dimension (all, type, device, quality, country) where most is.</param>
/// <param name="Duplicated">What is too much, likewise.</param>
/// <param name="Differences">Each number that differs, in words; also those that are no counts of events.</param>
internal sealed record GatewayVerdict(string Gateway, long Lost, long Duplicated, IReadOnlyList<string> Differences)
{
    /// <summary>Compares the counts of events.</summary>
    public static GatewayVerdict Of(string gateway, Counts expected, Counts shown, IEnumerable<string> otherDifferences)
    {
        var differences = expected.Names.Union(shown.Names).Where(name => expected[name] != shown[name]).ToList();
        var dimensions = differences.GroupBy(name => name.Split(' ')[0], name => shown[name] - expected[name]).ToList();
        return new GatewayVerdict(
            gateway,
            dimensions.Select(dimension => dimension.Sum(difference => Math.Max(0, -difference))).DefaultIfEmpty().Max(),
            dimensions.Select(dimension => dimension.Sum(difference => Math.Max(0, difference))).DefaultIfEmpty().Max(),
            [
                .. differences.Select(name => Invariant($"{gateway} shows {shown[name]} {name}; the ledger has {expected[name]}.")),
                .. otherDifferences.Select(difference => $"{gateway}: {difference}"),
            ]);
    }
}
