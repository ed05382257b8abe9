using Google.Protobuf;
using Telemetry.Live.Views;
using Telemetry.V1;

namespace Telemetry.Live.Rendering;

/// <summary>Turns a view into bytes, part by part, and tells which parts have changed. Not thread-safe.</summary>
internal sealed class ViewRenderer(int maxPlaces)
{
    private const int PartCount = 5;
    private readonly PlaceRanking _places = new(maxPlaces);
    private Part[] _parts = [.. Enumerable.Repeat(new Part([], 0), PartCount)];

    /// <summary>What the view says now; null when that is what it said before.</summary>
    /// <param name="view">A view that was just refreshed.</param>
    /// <param name="health">The health part, which is the same for all views.</param>
    /// <param name="version">Number for this state, higher than any before.</param>
    public ViewState? Render(FilteredView view, byte[] health, long version)
    {
        var parts = (Part[])_parts.Clone();
        Replace(ref parts[0], DashboardUpdate.MetricsFieldNumber, Messages.MetricsOf(view), version);
        Replace(ref parts[1], DashboardUpdate.ViewersFieldNumber, Messages.ViewersOf(view), version);
        Replace(ref parts[2], DashboardUpdate.QualityFieldNumber, Messages.QualityOf(view), version);
        Replace(ref parts[3], DashboardUpdate.DeviceFieldNumber, Messages.DevicesOf(view), version);
        Replace(ref parts[4], health, version);
        var places = _places.Rank(view, version);
        if (_places.Version != version && Array.TrueForAll(parts, part => part.Version != version))
            return null;
        _parts = parts;
        return new ViewState(version, view.Live.NowMs, parts, places, _places.Version, _places.ForgottenVersion);
    }

    private static void Replace(ref Part part, int field, IMessage message, long version) => Replace(ref part, PartBytes.Of(field, message), version);

    private static void Replace(ref Part part, byte[] bytes, long version)
    {
        if (!bytes.AsSpan().SequenceEqual(part.Bytes))
            part = new Part(bytes, version);
    }
}
