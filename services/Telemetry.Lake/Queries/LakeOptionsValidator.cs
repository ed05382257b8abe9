using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Telemetry.Lake.Athena;
using Telemetry.Lake.DuckDb;

namespace Telemetry.Lake.Queries;

/// <summary>Checks <see cref="LakeOptions"/> at start; each message names the setting, what was found and what is expected.</summary>
public sealed partial class LakeOptionsValidator : IValidateOptions<LakeOptions>
{
    // Athena reuses results for at most seven days (ResultReuseByAgeConfiguration).
    private const int LongestReuseMinutes = 10_080;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LakeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        CheckRange("ResultReuseMinutes", options.ResultReuseMinutes, 0, LongestReuseMinutes, problems);
        switch (options.Engine)
        {
            case LakeEngine.DuckDb:
                CheckFolder(options.Folder, problems);
                CheckDuckDb(options.DuckDb, problems);
                break;
            case LakeEngine.Athena:
                CheckAthena(options.Athena, problems);
                break;
            default:
                problems.Add($"Lake:Engine is {options.Engine}; expected DuckDb or Athena.");
                break;
        }
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckFolder(string folder, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(folder))
            problems.Add("Lake:Folder is empty; give the folder of the Parquet lake (Lake__Folder=/path), or set Lake:Engine to Athena.");
        else if (File.Exists(folder))
            problems.Add($"Lake:Folder is '{folder}', which is a file; expected a folder.");
    }

    private static void CheckDuckDb(DuckDbOptions options, List<string> problems)
    {
        CheckRange("DuckDb:MemoryMb", options.MemoryMb, 64, 1_000_000, problems);
        CheckRange("DuckDb:Threads", options.Threads, 0, 1_024, problems);
        CheckRange("DuckDb:Concurrency", options.Concurrency, 1, 64, problems);
        CheckRange("DuckDb:QueueLength", options.QueueLength, 1, 10_000, problems);
        CheckRange("DuckDb:MaxResultMb", options.MaxResultMb, 1, 4_096, problems);
        CheckRange("DuckDb:KeptResultsMb", options.KeptResultsMb, 1, 65_536, problems);
        CheckRange("DuckDb:KeptMinutes", options.KeptMinutes, 1, 1_440, problems);
    }

    private static void CheckAthena(AthenaOptions options, List<string> problems)
    {
        if (!RegionPattern().IsMatch(options.Region))
            problems.Add($"Lake:Athena:Region is '{options.Region}'; expected an AWS region such as eu-central-1.");
        CheckFilled("Athena:WorkGroup", options.WorkGroup, problems);
        CheckFilled("Athena:Catalog", options.Catalog, problems);
        CheckFilled("Athena:Database", options.Database, problems);
        if (options.OutputLocation.Length > 0 && !options.OutputLocation.StartsWith("s3://", StringComparison.Ordinal))
            problems.Add($"Lake:Athena:OutputLocation is '{options.OutputLocation}'; expected s3://bucket/path/, or nothing.");
        if (options.Endpoint.Length > 0 && !(Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            problems.Add($"Lake:Athena:Endpoint is '{options.Endpoint}'; expected an http or https address, or nothing.");
        CheckRange("Athena:MaxAttempts", options.MaxAttempts, 1, 10, problems);
    }

    private static void CheckFilled(string setting, string value, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(value)) problems.Add($"Lake:{setting} is empty; Athena needs it.");
    }

    private static void CheckRange(string setting, int value, int low, int high, List<string> problems)
    {
        if (value < low || value > high) problems.Add($"Lake:{setting} is {value:N0}; expected {low:N0} to {high:N0}.");
    }

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]+$")]
    private static partial Regex RegionPattern();
}
