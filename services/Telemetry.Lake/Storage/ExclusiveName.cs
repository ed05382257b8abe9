using System.Runtime.InteropServices;

namespace Telemetry.Lake.Storage;

/// <summary>
/// Gives a finished file its name, unless another has it: of several who try at the same time one succeeds. File.Move without overwrite
/// doesn't promise that outside of Windows: it looks first and renames then, and a rename replaces what came in between.
/// </summary>
internal static partial class ExclusiveName
{
    private const int FileExists = 17; // EEXIST of Linux, macOS and the BSDs

    /// <summary>Gives <paramref name="file"/> the name <paramref name="name"/> in the same file system.</summary>
    /// <returns>False when the name is taken; the file then keeps its old name alone.</returns>
    /// <exception cref="IOException">The file system can't do it, or the folder is gone.</exception>
    public static bool TryTake(string file, string name)
    {
        if (OperatingSystem.IsWindows()) return TryMove(file, name);
        // link(2) is atomic and never replaces: https://pubs.opengroup.org/onlinepubs/9799919799/functions/link.html
        if (Link(file, name) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == FileExists ? false : throw new IOException($"{name} can't be created: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    private static bool TryMove(string file, string name)
    {
        try
        {
            File.Move(file, name, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(name))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
