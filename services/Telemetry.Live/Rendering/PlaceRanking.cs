using Telemetry.Live.Views;

namespace Telemetry.Live.Rendering;

/// <summary>
/// The places of a view with their numbers, at most <paramref name="limit"/> of them: those with most active viewers, then most
/// events; what is left counts under "other" (id 0). Remembers what was said of each place. Not thread-safe.
/// </summary>
internal sealed class PlaceRanking(int limit)
{
    private const long RememberGoneMs = 30_000;
    private readonly Dictionary<int, Said> _said = [];
    private readonly List<PlaceState> _now = [];
    private long _round;

    private sealed class Said
    {
        public PlaceState State;
        public long Round, GoneMs;
    }

    /// <summary>Version at which any place last changed.</summary>
    public long Version { get; private set; }

    /// <summary>Version before which nobody can be told all changes any more: places that have gone since are forgotten.</summary>
    public long ForgottenVersion { get; private set; }

    /// <summary>What there is to say of the places, with changes stamped as <paramref name="version"/>.</summary>
    public PlaceState[] Rank(FilteredView view, long version)
    {
        _round++;
        Collect(view);
        FoldIntoOther();
        foreach (var place in _now)
            Say(place, version);
        foreach (var (id, said) in _said)
        {
            if (said.Round != _round)
                SayGone(id, said, version, view.Live.NowMs);
        }
        return [.. _said.Values.Select(said => said.State)];
    }

    private void Collect(FilteredView view)
    {
        _now.Clear();
        var viewers = view.Viewers.Breakdown.Places;
        foreach (var id in view.Totals.PlaceIds)
        {
            var count = view.Totals.OfPlace(id);
            _now.Add(new PlaceState(id, viewers.GetValueOrDefault(id), count.Events, count.Errors, 0, 0));
        }
        foreach (var (id, active) in viewers)
        {
            if (view.Totals.OfPlace(id).Events == 0)
                _now.Add(new PlaceState(id, active, 0, 0, 0, 0));
        }
    }

    private void FoldIntoOther()
    {
        if (_now.Count <= limit)
            return;
        // "other" itself first, then the busiest.
        _now.Sort((a, b) => a.Id == 0 ? -1 : b.Id == 0 ? 1 : (b.Viewers, b.Events, a.Id).CompareTo((a.Viewers, a.Events, b.Id)));
        var first = _now[0].Id == 0 ? 1 : 0;
        var other = first == 1 ? _now[0] : default;
        foreach (var place in _now.Skip(first + limit - 1))
            other = other with { Viewers = other.Viewers + place.Viewers, Events = other.Events + place.Events, Errors = other.Errors + place.Errors };
        _now.RemoveRange(first + limit - 1, _now.Count - first - limit + 1);
        if (first == 1)
            _now[0] = other;
        else
            _now.Add(other);
    }

    private void Say(in PlaceState place, long version)
    {
        if (!_said.TryGetValue(place.Id, out var said))
            _said.Add(place.Id, said = new Said());
        said.Round = _round;
        var known = said.State;
        if ((known.Viewers, known.Events, known.Errors) == (place.Viewers, place.Events, place.Errors))
            return;
        said.State = place with { Version = version, NamedSince = known.IsGone ? version : known.NamedSince };
        Version = version;
    }

    private void SayGone(int id, Said said, long version, long nowMs)
    {
        if (!said.State.IsGone)
        {
            said.State = new PlaceState(id, 0, 0, 0, version, said.State.NamedSince);
            said.GoneMs = nowMs;
            Version = version;
        }
        else if (nowMs - said.GoneMs > RememberGoneMs)
        {
            _said.Remove(id);
            ForgottenVersion = Math.Max(ForgottenVersion, said.State.Version);
        }
    }
}
