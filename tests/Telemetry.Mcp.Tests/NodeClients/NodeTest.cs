using System.Text.Json.Serialization;

namespace Telemetry.Mcp.Tests.NodeClients;

/// <summary>One test that ran in Node, as tests/mcp-clients/reporter.mjs writes it.</summary>
public sealed record NodeTest(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("passed")] bool Passed,
    [property: JsonPropertyName("skipped")] bool Skipped,
    [property: JsonPropertyName("error")] string? Error)
{
    public string File { get; init; } = "";

    /// <summary>Fails the calling test with what Node said.</summary>
    public void AssertPassed()
    {
        Assert.SkipWhen(Skipped, "Skipped in Node.");
        Assert.True(Passed, $"{File}: {Name}\n{Error}");
    }

    public override string ToString() => $"{Path.GetFileNameWithoutExtension(File).Replace(".test", "", StringComparison.Ordinal)}: {Name}";
}
