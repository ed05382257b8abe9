using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Language;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Board;

/// <summary>
/// Tells orders to the live board ("show only TV in Germany", "last hour", "pause") from questions. A message is an order as a whole or
/// not at all, and what can be answered is a question: "only TV" after an answer changes that answer.
/// </summary>
internal sealed class Steering(SemanticCatalogue catalogue)
{
    // In the order in which a word that names several is read; the board filters on nothing else.
    private static readonly string[] Dimensions =
        [DimensionIds.Country, DimensionIds.City, DimensionIds.State, DimensionIds.DeviceType, DimensionIds.Quality];

    private static readonly Dictionary<string, BoardAction> Actions = new()
    {
        ["pause"] = BoardAction.Pause,
        ["resume"] = BoardAction.Resume,
        ["clear"] = BoardAction.Clear,
        ["back"] = BoardAction.Back,
    };

    private readonly HashSet<string> _addresses = [.. catalogue.Board.Addresses];
    private readonly HashSet<string> _aside = [.. catalogue.Board.Aside];
    private readonly HashSet<string> _joins = [.. catalogue.Board.Joins];
    private readonly HashSet<string> _imperatives = [.. catalogue.Board.Imperatives];

    private readonly Dictionary<string, BoardAction> _orders = catalogue.Board.Orders
        .SelectMany(order => order.Value.Select(phrase => (Phrase: phrase, Action: Actions[order.Key])))
        .ToDictionary(order => order.Phrase, order => order.Action);

    private readonly List<(string[] Words, string Window)> _windows =
    [
        .. catalogue.Board.Windows
            .SelectMany(window => window.Value.Select(phrase => (Words: phrase.Split(' '), Window: window.Key)))
            .OrderByDescending(window => window.Words.Length),
    ];

    /// <summary>The order that a message is, whatever was asked before; null when it may be a question.</summary>
    public PlannedQuestion? Certain(Reading reading)
    {
        if (Order(reading) is { } action && (IsAddressed(reading) || IsOfBoardsAlone(action, reading)))
            return Planned(new BoardCommand(action));
        return IsAddressed(reading) && IsImperative(reading) ? View(reading) : null;
    }

    // Nothing but a board is paused, and "clear the filters" is said of no answer.
    private static bool IsOfBoardsAlone(BoardAction action, Reading reading) =>
        action is BoardAction.Pause or BoardAction.Resume || (action is BoardAction.Clear && Says(reading, "filters"));

    /// <summary>The order that a message without an answer is; null when it is none either.</summary>
    public PlannedQuestion? Otherwise(Reading reading, PlanningContext context)
    {
        // After an answer what is short belongs to the conversation, understood or not.
        if (context.Earlier.Count > 0) return null;
        return Order(reading) is { } action ? Planned(new BoardCommand(action)) : View(reading);
    }

    private BoardAction? Order(Reading reading)
    {
        var rest = reading.Words.Where(word => !word.IsSeparator && !_aside.Contains(word.Plain)).Select(word => word.Plain);
        return _orders.TryGetValue(string.Join(' ', rest), out var action) ? action : null;
    }

    private PlannedQuestion? View(Reading reading)
    {
        var inWindow = new bool[reading.Words.Count];
        var window = WindowIn(reading.Words, inWindow);
        var filters = new Dictionary<string, List<string>>();
        foreach (var token in reading.Tokens)
        {
            var words = Enumerable.Range(token.Start, token.End - token.Start).ToList();
            if (words.TrueForAll(i => inWindow[i])) continue;
            if (token is ValueToken named)
            {
                if (ValueOf(named) is not { } value) return null;
                if (!filters.TryGetValue(value.Dimension, out var values)) filters[value.Dimension] = values = [];
                if (!values.Contains(value.Value)) values.Add(value.Value);
            }
            else if (!words.TrueForAll(i => inWindow[i] || IsJoin(reading.Words[i])))
            {
                return null;
            }
        }

        if (filters.Count == 0 && window is null) return null;
        if (filters.Count > 0 && !IsImperative(reading) && !IsAddressed(reading)) return null;
        return Planned(new BoardCommand(BoardAction.Show)
        {
            Filters = filters.ToDictionary(filter => filter.Key, filter => (IReadOnlyList<string>)filter.Value),
            Window = window,
        });
    }

    private string? WindowIn(IReadOnlyList<Word> words, bool[] inWindow)
    {
        var plain = words.Select(word => word.Plain).ToArray();
        for (var i = 0; i < plain.Length; i++)
        {
            foreach (var (phrase, window) in _windows)
            {
                if (!plain.AsSpan(i).StartsWith(phrase)) continue;
                Array.Fill(inWindow, true, i, phrase.Length);
                return window;
            }
        }

        return null;
    }

    private static DimensionValue? ValueOf(ValueToken token)
    {
        foreach (var dimension in Dimensions)
            if (token.Values.Where(value => value.Dimension == dimension).Take(2).ToList() is [var one]) return one;
        return null;
    }

    private bool IsJoin(Word word) => word.IsSeparator || word.Plain == "," || _joins.Contains(word.Plain) || _aside.Contains(word.Plain);

    private bool IsAddressed(Reading reading) => reading.Words.Any(word => _addresses.Contains(word.Plain));

    private bool IsImperative(Reading reading) => reading.Words.Any(word => _imperatives.Contains(word.Plain));

    private static bool Says(Reading reading, string word) => reading.Words.Any(each => each.Stem == Stems.Of(word));

    private PlannedQuestion Planned(BoardCommand command) => new() { Kind = PlannedKind.Board, Text = Sentence(command), Board = command };

    private string Sentence(BoardCommand command) => command.Action switch
    {
        BoardAction.Clear => "The board shows everything again.",
        BoardAction.Pause => "The board is paused.",
        BoardAction.Resume => "The board goes on.",
        BoardAction.Back => "The board’s last change is undone.",
        _ => $"On the board: {string.Join(", ", Shown(command))}.",
    };

    private IEnumerable<string> Shown(BoardCommand command) =>
        command.Filters.Select(Filter).Append(WindowName(command.Window)).Where(part => part.Length > 0);

    private string Filter(KeyValuePair<string, IReadOnlyList<string>> filter) =>
        $"{catalogue.Dimension(filter.Key).Name} is {string.Join(" or ", filter.Value)}";

    private static string WindowName(string? window) => window switch
    {
        "1m" => "the last minute",
        "5m" => "the last 5 minutes",
        "1h" => "the last hour",
        _ => "",
    };
}
