using System.Runtime.InteropServices;

namespace Telemetry.ServiceDefaults.Threading;

/// <summary>Lets a thread, and those that it starts later through native code, give way to all others.</summary>
public static partial class QuietThread
{
    private const int Process = 0, CallingThread = 0;

    /// <summary>Lowers the calling thread's priority for good; use a thread of its own.</summary>
    /// <param name="niceness">Linux's nice value, 1 to 19: at 5 it gets a third of what a busy ordinary thread gets, at 15 a thirtieth.</param>
    public static void Enter(int niceness)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(niceness, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(niceness, 19);
        // .NET ignores thread priorities on Linux, where setpriority on "this process" concerns the calling thread alone.
        if (OperatingSystem.IsLinux())
            _ = SetPriority(Process, CallingThread, niceness);
        else
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
