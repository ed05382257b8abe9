using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Telemetry.LoadTest.Streams;

/// <summary>Receives the frames of a <see cref="GrpcWebReader"/>.</summary>
internal interface IFrameSink
{
    /// <summary>One message; the bytes are valid during the call only.</summary>
    void OnMessage(ReadOnlySpan<byte> message);
}

/// <summary>
/// The reading side of one gRPC-Web call over HTTP/1.1: response head, chunks (RFC 9112, 7.1), length-prefixed frames
/// (grpc.io, PROTOCOL-WEB). Takes bytes as they arrive; a frame that lies whole in them is handed on without a copy.
/// </summary>
internal sealed class GrpcWebReader(IFrameSink sink)
{
    private const int FrameHead = 5;
    private const int MaxHeadLength = 16 * 1024;
    private const int MaxMessageLength = 16 * 1024 * 1024;
    private const int FirstRent = 64 * 1024;
    private enum Part { Head, ChunkSize, ChunkData, ChunkEnd }

    private readonly List<byte> _line = [];
    private Part _part = Part.Head;
    private int _chunkLeft;
    private byte[]? _gathered;
    private int _gatheredLength;

    /// <summary>Takes the next bytes of the response.</summary>
    /// <exception cref="InvalidDataException">The response is not an open gRPC-Web stream; the message says what came instead.</exception>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_part == Part.ChunkData)
            {
                var data = bytes[..Math.Min(_chunkLeft, bytes.Length)];
                ReadBody(data);
                _chunkLeft -= data.Length;
                bytes = bytes[data.Length..];
                if (_chunkLeft == 0) _part = Part.ChunkEnd;
            }
            else if (TakeLine(ref bytes, _part == Part.Head ? "\r\n\r\n"u8 : "\r\n"u8))
            {
                ReadLine();
                _line.Clear();
            }
        }
    }

    private bool TakeLine(ref ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> end)
    {
        while (!bytes.IsEmpty)
        {
            _line.Add(bytes[0]);
            bytes = bytes[1..];
            if (CollectionsMarshal.AsSpan(_line).EndsWith(end)) return true;
            if (_line.Count > MaxHeadLength) throw new InvalidDataException($"An HTTP line or head is longer than {MaxHeadLength} bytes.");
        }

        return false;
    }

    private void ReadLine()
    {
        var line = Encoding.ASCII.GetString([.. _line]).TrimEnd('\r', '\n');
        switch (_part)
        {
            case Part.Head:
                CheckHead(line);
                _part = Part.ChunkSize;
                break;
            case Part.ChunkSize:
                if (!int.TryParse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _chunkLeft))
                    throw new InvalidDataException($"Expected the size of a chunk, found '{line}'.");
                if (_chunkLeft == 0) throw new InvalidDataException("The server ended the stream.");
                _part = Part.ChunkData;
                break;
            default:
                if (line.Length > 0) throw new InvalidDataException($"Expected the end of a chunk, found '{line}'.");
                _part = Part.ChunkSize;
                break;
        }
    }

    private static void CheckHead(string head)
    {
        if (!head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal)
            || !head.Contains("\r\ntransfer-encoding: chunked", StringComparison.OrdinalIgnoreCase)
            || !head.Contains("\r\ncontent-type: application/grpc-web", StringComparison.OrdinalIgnoreCase)
            || head.Contains("\r\ngrpc-status:", StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException($"Expected a chunked gRPC-Web stream, found: {head.ReplaceLineEndings(" | ")}");
    }

    private void ReadBody(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            if (_gathered is null && body.Length >= FrameHead && FrameLength(body) is var whole && whole <= body.Length)
            {
                ReadFrame(body[..whole]);
                body = body[whole..];
                continue;
            }

            // The frame began before or ends after these bytes: gather its head first, then the rest of it.
            // A rented buffer goes back with the frame, so all streams share the few that stay in the processor's cache.
            _gathered ??= ArrayPool<byte>.Shared.Rent(FirstRent);
            var wanted = _gatheredLength < FrameHead ? FrameHead : FrameLength(_gathered);
            var taken = Math.Min(wanted - _gatheredLength, body.Length);
            body[..taken].CopyTo(_gathered.AsSpan(_gatheredLength));
            body = body[taken..];
            _gatheredLength += taken;
            if (_gatheredLength < wanted) continue;
            if (_gatheredLength == FrameHead && FrameLength(_gathered) is var length && length > FrameHead)
            {
                Grow(length);
                continue;
            }

            ReadFrame(_gathered.AsSpan(0, wanted));
            ArrayPool<byte>.Shared.Return(_gathered);
            (_gathered, _gatheredLength) = (null, 0);
        }
    }

    private static int FrameLength(ReadOnlySpan<byte> head)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(head[1..]);
        return length <= MaxMessageLength
            ? FrameHead + (int)length
            : throw new InvalidDataException($"A frame claims {length} bytes; at most {MaxMessageLength} are expected.");
    }

    private void Grow(int length)
    {
        if (_gathered!.Length >= length) return;
        var larger = ArrayPool<byte>.Shared.Rent(length);
        _gathered.AsSpan(0, _gatheredLength).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_gathered);
        _gathered = larger;
    }

    private void ReadFrame(ReadOnlySpan<byte> frame)
    {
        var content = frame[FrameHead..];
        switch (frame[0])
        {
            case 0: sink.OnMessage(content); break;
            case 0x80:
                var trailers = Encoding.ASCII.GetString(content).Trim().ReplaceLineEndings(" | ");
                throw new InvalidDataException($"The server ended the stream: {trailers}");
            default:
                throw new InvalidDataException($"Expected an uncompressed message or trailers, found a frame with flags 0x{frame[0]:x2}.");
        }
    }
}
