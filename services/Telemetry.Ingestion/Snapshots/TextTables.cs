using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Vocabulary;

namespace Telemetry.Ingestion.Snapshots;

/// <summary>
/// Numbers the texts that a snapshot speaks of, in the order of their first use: ids of the vocabularies mean nothing in another
/// process. 0 is "other" in every table and is not written. It only grows, so what was written with it stays readable.
/// </summary>
internal sealed class TextTables(Vocabularies vocabularies)
{
    private readonly Table _tenants = new(), _titles = new(), _systems = new(), _places = new();

    public int Tenant(int id) => _tenants[id];

    public int Title(int id) => _titles[id];

    public int System(int id) => _systems[id];

    /// <summary>A cell's key: type, device and quality as they are, with the numbers of its place and tenant.</summary>
    public ulong Cell(CellKey key) => new CellKey(key.Type, key.Device, key.Quality, _places[key.Place], _tenants[key.Tenant]).Bits;

    /// <summary>The ids by number, for reading what was written with these tables.</summary>
    public TextIds Ids() => new([.. _tenants.Ids], [.. _titles.Ids], [.. _systems.Ids], [.. _places.Ids]);

    public void WriteTo(SnapshotWriter writer)
    {
        Write(writer, _tenants, id => vocabularies.Tenants.Utf8(id));
        Write(writer, _titles, id => vocabularies.Titles.Utf8(id));
        Write(writer, _systems, id => vocabularies.Systems.Utf8(id));
        Write(writer, _places, id => vocabularies.Places.Utf8(id));
    }

    private static void Write(SnapshotWriter writer, Table table, Func<int, ReadOnlySpan<byte>> text)
    {
        writer.Number(table.Ids.Count - 1);
        foreach (var id in table.Ids.Skip(1))
            writer.Sized(text(id));
    }

    private sealed class Table
    {
        private int[] _numbers = new int[64]; // by id: number, 0 for none yet

        /// <summary>Ids by number.</summary>
        public List<int> Ids { get; } = [0];

        public int this[int id]
        {
            get
            {
                if (id >= _numbers.Length)
                    Array.Resize(ref _numbers, Math.Max(id + 1, _numbers.Length * 2));
                ref var number = ref _numbers[id];
                if (number == 0 && id != 0)
                {
                    number = Ids.Count;
                    Ids.Add(id);
                }
                return number;
            }
        }
    }
}

/// <summary>The ids that this process has for the numbers of a snapshot; 0 for a text that there is no room for.</summary>
internal sealed class TextIds(int[] tenants, int[] titles, int[] systems, int[] places)
{
    /// <summary>The ids for the texts that a <see cref="TextTables"/> wrote.</summary>
    public static TextIds Read(ref SnapshotReader reader, Vocabularies vocabularies) => new(
        Read(ref reader, vocabularies.Tenants.GetOrAdd),
        Read(ref reader, vocabularies.Titles.GetOrAdd),
        Read(ref reader, vocabularies.Systems.GetOrAdd),
        Read(ref reader, joined => vocabularies.Places.TryGetOrAdd(joined, out var id)
            ? id
            : throw new UnreadableSnapshotException("expected a country, a state and a city, found something else.")));

    public int Tenant(long number) => Id(tenants, number, "tenants");

    public int Title(long number) => Id(titles, number, "titles");

    public int System(long number) => Id(systems, number, "systems");

    public CellKey Cell(ulong bits)
    {
        var key = new CellKey(bits);
        if ((int)key.Type >= EventTypes.Count || (int)key.Device >= DeviceTypes.Count)
            throw new UnreadableSnapshotException($"expected a cell, found type {(int)key.Type} on device {(int)key.Device}.");
        return new CellKey(key.Type, key.Device, key.Quality, Id(places, key.Place, "places"), Tenant((long)(bits >> 32)));
    }

    private static int[] Read(ref SnapshotReader reader, Func<ReadOnlySpan<byte>, int> idOf)
    {
        var ids = new int[reader.Count(1) + 1];
        for (var i = 1; i < ids.Length; i++)
            ids[i] = idOf(reader.Sized());
        return ids;
    }

    private static int Id(int[] ids, long number, string table) =>
        number < ids.Length ? ids[number] : throw new UnreadableSnapshotException($"expected one of {ids.Length} {table}, found number {number}.");
}
