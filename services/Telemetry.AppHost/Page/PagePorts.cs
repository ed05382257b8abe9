namespace Telemetry.AppHost.Page;

/// <summary>What the page calls.</summary>
/// <param name="Live">Port of the live data.</param>
/// <param name="Chat">Port of the chat; null without one, and the page is the dashboard alone.</param>
internal sealed record PagePorts(int Live, int? Chat);
