namespace Telemetry.Live.Rendering;

/// <summary>A part of an update, ready for the wire: tag, length and message. It replaces the part before it.</summary>
/// <param name="Bytes">Never changed once it is here.</param>
/// <param name="Version">Version of the views at which it last changed.</param>
internal readonly record struct Part(byte[] Bytes, long Version);

/// <summary>The numbers of a place. All zero: the place has left the view and is mentioned a last time.</summary>
/// <param name="Id">Id in the vocabulary of places.</param>
/// <param name="Viewers">Active viewers.</param>
/// <param name="Events">Events of the window.</param>
/// <param name="Errors">Errors among them.</param>
/// <param name="Version">Version at which the numbers last changed.</param>
/// <param name="NamedSince">Version at which it (re)appeared: who has seen none since needs its name.</param>
internal readonly record struct PlaceState(int Id, long Viewers, long Events, long Errors, long Version, long NamedSince)
{
    public bool IsGone => (Viewers | Events | Errors) == 0;
}

/// <summary>
/// All that a view has to say at one version. Immutable: the views publish it, the hub reads it from other threads. Versions are
/// numbers of one sequence for all views of the process.
/// </summary>
internal sealed class ViewState(long version, long atMs, Part[] parts, PlaceState[] places, long placesVersion, long forgottenVersion)
{
    public long Version => version;

    /// <summary>Time of the state, Unix ms.</summary>
    public long AtMs => atMs;

    /// <summary>The parts in the order of their fields, places excepted.</summary>
    public ReadOnlySpan<Part> Parts => parts;

    public ReadOnlySpan<PlaceState> Places => places;

    /// <summary>Version at which any of <see cref="Places"/> last changed.</summary>
    public long PlacesVersion => placesVersion;

    /// <summary>Who has got no further than before this version needs a full state.</summary>
    public long ForgottenVersion => forgottenVersion;

    /// <summary>Whether any part or place is newer than a version.</summary>
    public bool HasChangedSince(long earlier)
    {
        if (placesVersion > earlier)
            return true;
        foreach (ref readonly var part in Parts)
        {
            if (part.Version > earlier)
                return true;
        }
        return false;
    }

    /// <summary>The same state, confirmed at a later version and time.</summary>
    public ViewState At(long laterVersion, long laterMs) => new(laterVersion, laterMs, parts, places, placesVersion, forgottenVersion);
}
