using Telemetry.Domain.Filtering;

namespace Telemetry.Live.Feed;

/// <summary>Which events a subscriber wants to see one by one. Equal wishes share a <see cref="FeedChannel"/>.</summary>
/// <param name="Filter">Whose events.</param>
/// <param name="Search">Text that must occur in them; "" for all.</param>
/// <param name="MaxPerSecond">Rate above which they are sampled; 0 for none.</param>
internal sealed record FeedWish(EventFilter Filter, string Search, int MaxPerSecond)
{
    /// <summary>Whether every event is wanted.</summary>
    public bool IsEverything => Search.Length == 0 && MaxPerSecond == 0 && Filter.Equals(EventFilter.All);
}
