using System.Net;
using System.Net.Sockets;

namespace Telemetry.TestSupport.Processes;

/// <summary>Ports of 127.0.0.1.</summary>
public static class LoopbackPort
{
    // The system gives connections the ports from 32,768 on (ip_local_port_range), so below nobody but a listener takes one.
    private const int FirstKept = 12_000, LastKept = 32_000;

    /// <summary>
    /// A port for a program that is to listen on it, end, and listen on it again: one that no connection is given meanwhile.
    /// </summary>
    public static int FreeForRestarts()
    {
        while (true)
        {
            var port = Random.Shared.Next(FirstKept, LastKept);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }

    /// <summary>A port that nobody listens on at the moment. Somebody else may be faster; then the program that wanted it says so.</summary>
    public static int Free()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
