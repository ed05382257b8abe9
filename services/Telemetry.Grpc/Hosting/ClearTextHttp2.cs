using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Telemetry.Grpc.Hosting;

/// <summary>
/// Lets a clear-text HTTP/1.1 port take HTTP/2 connections too. A client with prior knowledge begins with a preface that no HTTP/1.1
/// request begins with (RFC 9113, section 3.4), so a glance at the first bytes tells them apart; such a connection is handed to the
/// port that speaks HTTP/2.
/// </summary>
internal sealed class ClearTextHttp2(TimeSpan firstBytesTimeout)
{
    // The preface is longer, but "PRI" is reserved for it: no other HTTP method begins like this.
    private static ReadOnlySpan<byte> Preface => "PRI "u8;

    private ConnectionDelegate? _http2;

    /// <summary>Middleware of the HTTP/2 port: remembers what serves its connections. That port must be opened first.</summary>
    public ConnectionDelegate Offer(ConnectionDelegate next) => _http2 = next;

    /// <summary>Middleware of the HTTP/1.1 port: passes HTTP/2 connections to the other one.</summary>
    public ConnectionDelegate Take(ConnectionDelegate http1) => async connection =>
    {
        bool isHttp2;
        using (var silent = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed))
        {
            silent.CancelAfter(firstBytesTimeout);
            try
            {
                isHttp2 = await BeginsWithPrefaceAsync(connection.Transport.Input, silent.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The client closed the connection or said nothing within the time that Kestrel grants for request headers.
                connection.Abort();
                return;
            }
        }
        await (isHttp2 ? _http2! : http1)(connection);
    };

    private static async Task<bool> BeginsWithPrefaceAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var known = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, Preface.Length));
            var differs = !Preface.StartsWith(known.ToArray());
            var decided = differs || known.Length == Preface.Length || read.IsCompleted;
            // Nothing is consumed; while undecided everything counts as examined, so that the next read waits for more.
            input.AdvanceTo(read.Buffer.Start, decided ? read.Buffer.Start : read.Buffer.End);
            if (decided)
                return !differs && known.Length == Preface.Length;
        }
    }
}
