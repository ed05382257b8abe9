using Telemetry.Simulator.Events;

namespace Telemetry.Simulator.Producing;

/// <summary>Writes the values to a stream, one in a line, as <c>kcat -P</c> reads them. Keys are not written.</summary>
internal sealed class NdjsonSink(Stream stream) : IMessageSink
{
    private readonly BufferedStream _buffered = new(stream, 1 << 16);

    public bool TrySend(in SimulatedMessage message)
    {
        _buffered.Write(message.Value);
        _buffered.WriteByte((byte)'\n');
        return true;
    }

    public Task FlushAsync(CancellationToken cancellationToken) => _buffered.FlushAsync(cancellationToken);

    public void Dispose() => _buffered.Dispose();
}
