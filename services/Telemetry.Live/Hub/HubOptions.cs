using System.ComponentModel.DataAnnotations;

namespace Telemetry.Live.Hub;

/// <summary>How subscribers are served. Section <c>Live</c> of the configuration; checked when the host starts.</summary>
public sealed class HubOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Live";

    /// <summary>Streams on this node; the next one gets RESOURCE_EXHAUSTED. Default: 2,000.</summary>
    [Range(1, 100_000)]
    public int MaxStreams { get; set; } = 2_000;

    /// <summary>Streams of one tenant. Default: 2,000.</summary>
    [Range(1, 100_000)]
    public int MaxStreamsPerTenant { get; set; } = 2_000;

    /// <summary>Streams of one signed-in user, who may be a service with many of them. Default: 500.</summary>
    [Range(1, 100_000)]
    public int MaxStreamsPerUser { get; set; } = 500;

    /// <summary>
    /// Streams of one address where callers need not sign in; a proxy has one for all who come through it. Default: 2,000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxStreamsPerAddress { get; set; } = 2_000;

    /// <summary>Different filters and windows at a time. Default: 128.</summary>
    [Range(1, 10_000)]
    public int MaxViews { get; set; } = 128;

    /// <summary>Different filters, searches and rates of the event feed at a time. Default: 64.</summary>
    [Range(1, 10_000)]
    public int MaxFeeds { get; set; } = 64;

    /// <summary>Places in one view; the rest counts under "other". Default: 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxPlaces { get; set; } = 1_000;

    /// <summary>Shortest time between two states, ms. Default: 50.</summary>
    [Range(10, 10_000)]
    public int StateIntervalMs { get; set; } = 50;

    /// <summary>How often deltas are applied, ms. Default: 10.</summary>
    [Range(1, 1_000)]
    public int ViewTurnMs { get; set; } = 10;

    /// <summary>How long a view is kept without a user, ms. Default: 30,000.</summary>
    [Range(0, 3_600_000)]
    public int UnusedViewMs { get; set; } = 30_000;

    /// <summary>
    /// Length of a slot, ms: at each the feed's open batch is closed and a part of the streams is written to. Default: 4.
    /// </summary>
    [Range(1, 100)]
    public int SlotMs { get; set; } = 4;

    /// <summary>
    /// Streams that are written to in a slot, which sets how often each one is: with 125 in 4 ms, 1,000 streams are written to every
    /// 32 ms: measured as the best balance of CPU, nearly all of which is the kernel's cost of a write, and latency. A stream is
    /// written to at most every second slot. Default: 125.
    /// </summary>
    [Range(1, 100_000)]
    public int StreamsPerSlot { get; set; } = 125;

    /// <summary>Silence after which a dashboard stream gets a heartbeat, ms. Default: 2,000.</summary>
    [Range(100, 60_000)]
    public int HeartbeatMs { get; set; } = 2_000;

    /// <summary>
    /// How long a stream may take none of what waits for it before it is ended, ms. Default: 30,000.
    /// </summary>
    [Range(1_000, 90_000)]
    public int StallLimitMs { get; set; } = 30_000;

    /// <summary>
    /// Bytes of the feed that are kept for slow streams, for each filter, search and rate; what is older is dropped for them. Default: 1 MiB.
    /// </summary>
    [Range(64 * 1024, 256 * 1024 * 1024)]
    public int FeedBufferBytes { get; set; } = 1024 * 1024;
}
