using System.Runtime.InteropServices;

namespace Telemetry.TestSupport.Processes;

/// <summary>Signals of POSIX, with their numbers on Linux (signal(7)).</summary>
public enum Signal
{
    Quit = 3,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>Sends them.</summary>
internal static partial class Signals
{
    /// <summary>False when there is no such process any more.</summary>
    internal static bool Send(int processId, Signal signal) => kill(processId, (int)signal) == 0;

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int processId, int signal);
}
