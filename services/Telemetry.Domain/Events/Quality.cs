namespace Telemetry.Domain.Events;

/// <summary>Picture quality; anything unknown is <see cref="Other"/>.</summary>
public enum Quality : byte
{
    Other,
    Sd,
    Hd,
    Uhd,
}

/// <summary>Names of <see cref="Quality"/> as they stand in the event.</summary>
public static class Qualities
{
    /// <summary>Number of values, for arrays indexed by quality.</summary>
    public const int Count = (int)Quality.Uhd + 1;

    private static readonly string[] Names = ["other", "SD", "HD", "4K"];

    /// <summary>The name on the wire.</summary>
    public static string Name(this Quality quality) => Names[(int)quality];

    /// <summary>The quality of that name; <see cref="Quality.Other"/> for a name that is not known.</summary>
    public static Quality Parse(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("HD"u8) => Quality.Hd,
        _ when name.SequenceEqual("4K"u8) => Quality.Uhd,
        _ when name.SequenceEqual("SD"u8) => Quality.Sd,
        _ => Quality.Other,
    };

    /// <summary>The quality of that name, or null when none has it.</summary>
    public static Quality? Find(string name) => Array.IndexOf(Names, name) is >= 0 and var index ? (Quality)index : null;
}
