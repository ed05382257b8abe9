using System.CommandLine.Parsing;
using System.Globalization;

namespace Telemetry.LoadTest;

/// <summary>Reads <c>--rates=1000,5000</c>.</summary>
internal static class RateList
{
    public static int[] Parse(ArgumentResult result)
    {
        var rates = result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries))
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) ? rate : 0).ToArray();
        if (rates.Length is 0 or > LoadPhase.MaxRates || rates.Any(rate => rate < 1))
            result.AddError($"--rates expects 1 to {LoadPhase.MaxRates} numbers of events per second, such as 1000,5000.");
        return rates;
    }
}
