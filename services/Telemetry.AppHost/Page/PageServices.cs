namespace Telemetry.AppHost.Page;

/// <summary>What the page calls.</summary>
/// <param name="Live">Port of the live data.</param>
/// <param name="Chat">Port of the chat; null without one, and the page is the dashboard alone.</param>
/// <param name="Identity">Where people sign in; null when nobody has to.</param>
internal sealed record PageServices(int Live, int? Chat, PageIdentity? Identity);
