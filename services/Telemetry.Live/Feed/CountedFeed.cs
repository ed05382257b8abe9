using System.Runtime.CompilerServices;
using Telemetry.Domain.Events;
using Telemetry.Domain.Feed;
using Telemetry.Domain.Places;
using Telemetry.Domain.Vocabulary;
using Telemetry.Live.Wire;

namespace Telemetry.Live.Feed;

/// <summary>Takes the events that are counted in this process, serialises each once, and hands it to all targets.</summary>
internal sealed class CountedFeed(Vocabularies vocabularies, params IReadOnlyList<IFeedTarget> targets) : IEventFeedSink
{
    private readonly FeedEventEncoder _encoder = new(vocabularies, new PlaceFields(vocabularies, Gazetteer.Embedded));

    /// <inheritdoc/>
    public bool IsWanted
    {
        get
        {
            foreach (var target in targets)
            {
                if (target.IsWanted)
                    return true;
            }
            return false;
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Append(int partition, long offset, in TelemetryEvent e, ReadOnlySpan<byte> message)
    {
        Span<byte> entry = stackalloc byte[FeedEventEncoder.MaxBytes];
        var length = _encoder.Write(e, message, entry);
        foreach (var target in targets)
        {
            if (target.IsWanted)
                target.Take(partition, offset, e.Cell, entry[..length]);
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        foreach (var target in targets)
            target.Flush();
    }
}
