using Telemetry.Domain.Cubes;
using Telemetry.Domain.Events;
using Telemetry.Domain.Vocabulary;
using Telemetry.V1;

namespace Telemetry.Ingestion.Publishing;

/// <summary>
/// Numbers the texts that a message between nodes speaks of, since ids mean nothing in another process: 1, 2, … in the order of
/// their first use; 0 is "other". Not thread-safe.
/// </summary>
public sealed class MessageTexts(Vocabularies vocabularies)
{
    private readonly Table _tenants = new(), _titles = new(), _systems = new(), _places = new();

    public uint Tenant(int id) => _tenants[id];

    public uint Title(int id) => _titles[id];

    public uint System(int id) => _systems[id];

    public uint Place(int id) => _places[id];

    /// <summary>Type, device and quality of a cell as one number.</summary>
    public static uint KindOf(CellKey key) => (uint)(key.Bits & 0x1FF);

    /// <summary>Texts numbered so far.</summary>
    public int Count => _tenants.Ids.Count + _titles.Ids.Count + _systems.Ids.Count + _places.Ids.Count;

    /// <summary>Begins the next message.</summary>
    public void Clear()
    {
        _tenants.Clear();
        _titles.Clear();
        _systems.Clear();
        _places.Clear();
    }

    /// <summary>The tenants in the order of their numbers.</summary>
    public IEnumerable<string> Tenants => _tenants.Ids.Select(id => vocabularies.Tenants[id]);

    public IEnumerable<string> Titles => _titles.Ids.Select(id => vocabularies.Titles[id]);

    public IEnumerable<string> Systems => _systems.Ids.Select(id => vocabularies.Systems[id]);

    public IEnumerable<DeltaPlace> Places => _places.Ids.Select(id => vocabularies.Places[id])
        .Select(place => new DeltaPlace { Country = place.Country, State = place.State, City = place.City });

    private sealed class Table
    {
        private readonly Dictionary<int, uint> _numbers = [];

        public List<int> Ids { get; } = [];

        public uint this[int id]
        {
            get
            {
                if (id == 0)
                    return 0;
                if (!_numbers.TryGetValue(id, out var number))
                {
                    Ids.Add(id);
                    _numbers.Add(id, number = (uint)Ids.Count);
                }
                return number;
            }
        }

        public void Clear()
        {
            _numbers.Clear();
            Ids.Clear();
        }
    }
}

/// <summary>The ids that this process has for the numbers of a message; 0 for a text that there is no room for.</summary>
public sealed class MessageIds
{
    private readonly int[] _tenants, _titles, _systems, _places;

    /// <exception cref="UnreadableMessageException">A place has a name that no event can have.</exception>
    public MessageIds(
        Vocabularies vocabularies, IReadOnlyList<string> tenants, IReadOnlyList<DeltaPlace> places, IReadOnlyList<string>? titles = null, IReadOnlyList<string>? systems = null)
    {
        _tenants = IdsOf(tenants, vocabularies.Tenants.GetOrAdd);
        _titles = IdsOf(titles ?? [], vocabularies.Titles.GetOrAdd);
        _systems = IdsOf(systems ?? [], vocabularies.Systems.GetOrAdd);
        _places = IdsOf(places, place => IdOf(vocabularies.Places, place));
    }

    public int Tenant(uint number) => Id(_tenants, number, "tenants");

    public int Title(uint number) => Id(_titles, number, "titles");

    public int System(uint number) => Id(_systems, number, "systems");

    public CellKey Cell(uint kind, uint place, uint tenant)
    {
        var key = new CellKey(kind);
        if (kind > 0x1FF || (int)key.Type >= EventTypes.Count || (int)key.Device >= DeviceTypes.Count)
            throw new UnreadableMessageException($"expected type, device and quality, found {kind}");
        return new CellKey(key.Type, key.Device, key.Quality, Id(_places, place, "places"), Tenant(tenant));
    }

    private static int[] IdsOf<T>(IReadOnlyList<T> texts, Func<T, int> idOf)
    {
        var ids = new int[texts.Count + 1];
        for (var i = 0; i < texts.Count; i++)
            ids[i + 1] = idOf(texts[i]);
        return ids;
    }

    private static int IdOf(PlaceVocabulary places, DeltaPlace place)
    {
        const int longest = PlaceVocabulary.MaxPartLength;
        if (global::System.Text.Encoding.UTF8.GetByteCount(place.Country) > longest
            || global::System.Text.Encoding.UTF8.GetByteCount(place.State) > longest
            || global::System.Text.Encoding.UTF8.GetByteCount(place.City) > longest)
            throw new UnreadableMessageException($"expected names of places of at most {longest} bytes, found a longer one");
        return places.GetOrAdd(new Place(place.Country, place.State, place.City));
    }

    private static int Id(int[] ids, uint number, string table) =>
        number < ids.Length ? ids[number] : throw new UnreadableMessageException($"expected one of {ids.Length} {table}, found number {number}");
}
