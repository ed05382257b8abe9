using System.Runtime.InteropServices;

namespace Telemetry.ServiceDefaults.Memory;

/// <summary>The C library's heap, from which the Kafka client and SQLite take their memory.</summary>
public static partial class NativeHeap
{
    private const int ArenaMax = -8; // M_ARENA_MAX of glibc's malloc.h

    /// <summary>
    /// Lets at most so many arenas be made. Without a limit glibc makes eight a processor, one for each of the first threads that
    /// allocate, and what is freed in one is not used by the others: 30 MB more for a node with a thousand streams. Call it
    /// before other threads have begun. Does nothing where the C library has no such setting (musl, Windows, macOS).
    /// </summary>
    /// <seealso href="https://man7.org/linux/man-pages/man3/mallopt.3.html"/>
    public static void LimitArenas(int arenas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(arenas, 1);
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = MallOpt(ArenaMax, arenas);
        }
        catch (EntryPointNotFoundException)
        {
            // musl: one heap anyway.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);
}
