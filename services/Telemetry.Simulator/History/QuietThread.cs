using System.Runtime.InteropServices;

namespace Telemetry.Simulator.History;

/// <summary>Lets a thread give way to all others.</summary>
internal static partial class QuietThread
{
    private const int Process = 0, CallingThread = 0, Niceness = 15;

    /// <summary>Lowers the calling thread's priority for good; use a thread of its own.</summary>
    public static void Enter()
    {
        // .NET ignores thread priorities on Linux, where setpriority on "this process" concerns the calling thread alone.
        if (OperatingSystem.IsLinux())
            _ = SetPriority(Process, CallingThread, Niceness);
        else
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
