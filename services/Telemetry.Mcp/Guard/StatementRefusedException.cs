namespace Telemetry.Mcp.Guard;

/// <summary>A statement that won't run. The message is one or two sentences for people: what was found, and what to write instead.</summary>
/// <param name="message">For people.</param>
/// <param name="isSyntax">It doesn't parse at all, so nothing more can be said of it.</param>
public sealed class StatementRefusedException(string message, bool isSyntax = false) : Exception(message)
{
    /// <summary>It doesn't parse.</summary>
    public bool IsSyntax { get; } = isSyntax;
}
