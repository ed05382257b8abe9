using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Telemetry.LoadTest.Streams;

/// <summary>
/// Linux epoll, level-triggered (epoll(7)). One thread asks for hundreds of sockets at once; the runtime's own socket engine would hand
/// every readiness to the thread pool and cost several times as much.
/// </summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    private const int MaxEvents = 1024;
    private const int Interrupted = 4; // EINTR
    private const uint Readable = 0x001; // EPOLLIN; errors and hang-ups are reported in any case
    private const int Add = 1; // EPOLL_CTL_ADD
    private const int Remove = 2; // EPOLL_CTL_DEL

    // struct epoll_event is packed on x86-64 and nowhere else.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataOffset + 8;

    private readonly int _descriptor = Check(epoll_create1(0));
    private readonly byte[] _events = new byte[MaxEvents * EventSize];

    /// <summary>Watches a socket; <paramref name="index"/> (≥ 0) comes back when it can be read.</summary>
    public void Watch(SafeHandle socket, int index)
    {
        Span<byte> entry = stackalloc byte[EventSize];
        entry.Clear();
        MemoryMarshal.Write(entry, Readable);
        MemoryMarshal.Write(entry[DataOffset..], (long)index);
        fixed (byte* pointer = entry) Check(epoll_ctl(_descriptor, Add, (int)socket.DangerousGetHandle(), pointer));
    }

    /// <summary>Stops watching a socket.</summary>
    public void Forget(SafeHandle socket)
    {
        Span<byte> entry = stackalloc byte[EventSize];
        fixed (byte* pointer = entry) Check(epoll_ctl(_descriptor, Remove, (int)socket.DangerousGetHandle(), pointer));
    }

    /// <summary>Waits until sockets can be read.</summary>
    /// <returns>How many; their indices are at <see cref="Ready"/>. 0 after the time-out.</returns>
    public int Wait(int timeoutMilliseconds)
    {
        fixed (byte* pointer = _events)
        {
            var count = epoll_wait(_descriptor, pointer, MaxEvents, timeoutMilliseconds);
            return count < 0 && Marshal.GetLastPInvokeError() == Interrupted ? 0 : Check(count);
        }
    }

    /// <summary>The index of the socket that was reported at <paramref name="position"/>.</summary>
    public int Ready(int position) => (int)MemoryMarshal.Read<long>(_events.AsSpan((position * EventSize) + DataOffset));

    public void Dispose() => _ = close(_descriptor);

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int descriptor, int operation, int socket, byte* entry);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int descriptor, byte* events, int maxEvents, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
