namespace Telemetry.Domain.Events;

/// <summary>What the video plays on; anything unknown is <see cref="Other"/>.</summary>
public enum DeviceType : byte
{
    Other,
    Mobile,
    Web,
    Tv,
    Tablet,
}

/// <summary>Names of <see cref="DeviceType"/> as they stand in the event.</summary>
public static class DeviceTypes
{
    /// <summary>Number of values, for arrays indexed by device.</summary>
    public const int Count = (int)DeviceType.Tablet + 1;

    private static readonly string[] Names = ["other", "mobile", "web", "tv", "tablet"];

    /// <summary>The name on the wire.</summary>
    public static string Name(this DeviceType device) => Names[(int)device];

    /// <summary>The device of that name; <see cref="DeviceType.Other"/> for a name that is not known.</summary>
    public static DeviceType Parse(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("mobile"u8) => DeviceType.Mobile,
        _ when name.SequenceEqual("web"u8) => DeviceType.Web,
        _ when name.SequenceEqual("tv"u8) => DeviceType.Tv,
        _ when name.SequenceEqual("tablet"u8) => DeviceType.Tablet,
        _ => DeviceType.Other,
    };

    /// <summary>The device of that name, or null when none has it.</summary>
    public static DeviceType? Find(string name) => Array.IndexOf(Names, name) is >= 0 and var index ? (DeviceType)index : null;
}
