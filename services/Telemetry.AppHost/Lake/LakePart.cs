using System.Globalization;
using Telemetry.AppHost.CommandLine;
using Telemetry.Lake.Writing;
using Telemetry.Simulator.History;

namespace Telemetry.AppHost.Lake;

/// <summary>What fills the lake: its writer, compaction, and at the first start a simulated past.</summary>
internal static class LakePart
{
    /// <summary>Adds it; the simulator must be added after it, so that the past ends before the stream begins.</summary>
    public static void Add(WebApplicationBuilder builder, AppHostOptions options, LakeFolder folder, Broker broker, bool simulate, TextWriter output)
    {
        builder.Configuration.AddInMemoryCollection(Settings(options, folder, broker, TimeProvider.System.GetUtcNow()));
        builder.AddLakeWriter();
        if (simulate) builder.Services.AddLakeHistory(new ProgressBar("history of the lake", output, isTerminal: !Console.IsOutputRedirected));
    }

    private static Dictionary<string, string?> Settings(AppHostOptions options, LakeFolder folder, Broker broker, DateTimeOffset now)
    {
        var settings = new Dictionary<string, string?> { ["Lake:Folder"] = folder.Path };
        // The embedded broker forgets its messages and counts offsets from 0 again: each of its lives is a log of its own.
        if (broker.IsEmbedded)
            settings[$"{LakeWriterOptions.Section}:{nameof(LakeWriterOptions.Generation)}"] = string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd'T'HHmmss}_{Guid.NewGuid().ToString("N")[..6]}");
        if (options.HistoryDays is { } days)
            settings[$"{HistoryOptions.Section}:{nameof(HistoryOptions.Days)}"] = days.ToString(CultureInfo.InvariantCulture);
        return settings;
    }
}
