namespace Telemetry.Benchmarks.Chat;

/// <summary>A question and the dashboard's filters that it is bound to.</summary>
internal sealed record ChatQuestion(string Message, Dictionary<string, string[]> BoundFilters);

/// <summary>What people ask, each bound to another country or device of <see cref="Lake.GeneratedLake"/>.</summary>
internal static class ChatQuestions
{
    private static readonly string[] Messages =
    [
        "average buffering rate",
        "top 10 titles by watch time",
        "unique viewers by device yesterday",
        "error rate by quality",
        "p95 startup time by country",
        "sessions per hour in the last 24 hours",
        "viewers this week vs last week",
        "median bandwidth by quality",
        "completion rate by genre",
        "watch time per day",
        "which hour had the most errors",
        "share of sessions by quality",
    ];

    private static readonly string[] Devices = ["mobile", "web", "tv", "tablet"];

    public static int Count => Messages.Length;

    public static ChatQuestion Of(int asker, int number) => new(Messages[number % Messages.Length], (asker % 2) switch
    {
        0 => new() { ["country"] = [$"Country {asker % 12}"] },
        _ => new() { ["device_type"] = [Devices[asker / 2 % Devices.Length]], ["country"] = [$"Country {asker % 12}", $"Country {(asker + 5) % 12}"] },
    });
}
