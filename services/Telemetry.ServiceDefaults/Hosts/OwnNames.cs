using System.Net;

namespace Telemetry.ServiceDefaults.Hosts;

/// <summary>
/// Whether a caller reached a server under one of its own names. A page whose name was made to lead to this machine (DNS rebinding) is at
/// home here to the browser, which says in <c>Host</c> under which name it came.
/// </summary>
/// <param name="bindAddress">The IP address that the server listens on.</param>
/// <param name="allowed">Names that it may be called by; none for any, or on loopback for those of this machine.</param>
public sealed class OwnNames(string bindAddress, IEnumerable<string> allowed)
{
    private readonly bool _isOnLoopback = IPAddress.IsLoopback(IPAddress.Parse(bindAddress));
    private readonly HashSet<string> _allowed = new(allowed.Select(Bare), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a host name, without port, is one of the server's.</summary>
    public bool Have(string host) => _allowed.Count > 0 ? _allowed.Contains(Bare(host)) : !_isOnLoopback || IsOfThisMachine(Bare(host));

    // Nobody registers a name without a dot: "localhost", or what a container is called by its neighbours.
    private static bool IsOfThisMachine(string host) =>
        IPAddress.TryParse(host, out var address) ? IPAddress.IsLoopback(address) : !host.Contains('.', StringComparison.Ordinal);

    private static string Bare(string host) => host.Trim('[', ']');
}
