using System.Runtime.InteropServices;

namespace Telemetry.ServiceDefaults.Lifetime;

/// <summary>Ctrl-C.</summary>
public static partial class InterruptSignal
{
    private const int Sigint = 2;
    private const nint DefaultAction = 0;

    /// <summary>
    /// Makes SIGINT stop this host however it was started. A shell script that starts a program with <c>&amp;</c> makes it
    /// ignore SIGINT, .NET keeps it so, and then neither Ctrl-C nor <c>kill -INT</c> would stop it. To be called first of all.
    /// </summary>
    public static void Obey()
    {
        if (!OperatingSystem.IsWindows()) _ = Signal(Sigint, DefaultAction);
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint action);
}
