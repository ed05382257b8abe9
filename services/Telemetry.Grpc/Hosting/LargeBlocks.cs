using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Telemetry.Grpc.Hosting;

/// <summary>
/// Gives Kestrel blocks that hold most messages whole, so that one is sent as one buffer and not as a list of 4-KiB pieces. They
/// come from the runtime's shared array pool, which hands out again what the thread gave back last: a hub that writes the same
/// message to a thousand streams then uses the same few blocks, and they stay in the processor's cache.
/// </summary>
internal sealed class LargeBlocks : IMemoryPoolFactory<byte>
{
    private const int BlockBytes = 32 * 1024;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        public override int MaxBufferSize => Shared.MaxBufferSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(minBufferSize, BlockBytes));

        protected override void Dispose(bool disposing)
        {
            // The shared pool is the process's.
        }
    }
}
