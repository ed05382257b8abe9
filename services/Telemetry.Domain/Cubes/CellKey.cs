using Telemetry.Domain.Events;

namespace Telemetry.Domain.Cubes;

/// <summary>
/// Coordinates of a cell, packed into 64 bits: type (4), device (3), quality (2), place (23), tenant (16).
/// Ids of places and tenants are those of this process's <see cref="Vocabulary.Vocabularies"/>: they never leave it.
/// </summary>
public readonly record struct CellKey(ulong Bits)
{
    /// <summary>Largest place id that fits.</summary>
    public const int MaxPlace = (1 << 23) - 1;

    private const int DeviceShift = 4, QualityShift = 7, PlaceShift = 9, TenantShift = 32;

    public CellKey(EventType type, DeviceType device, Quality quality, int place, int tenant)
        : this((ulong)type | ((ulong)device << DeviceShift) | ((ulong)quality << QualityShift)
            | ((ulong)(uint)place << PlaceShift) | ((ulong)(uint)tenant << TenantShift))
    {
    }

    public EventType Type => (EventType)(Bits & 0xF);

    public DeviceType Device => (DeviceType)((Bits >> DeviceShift) & 0x7);

    public Quality Quality => (Quality)((Bits >> QualityShift) & 0x3);

    public int Place => (int)((Bits >> PlaceShift) & MaxPlace);

    public int Tenant => (int)(Bits >> TenantShift);

    /// <summary>The same cell in the place "other": where events go when a cube is full.</summary>
    public CellKey WithoutPlace() => new(Bits & ~((ulong)MaxPlace << PlaceShift));
}
