using Telemetry.Semantics.Tokens;

namespace Telemetry.Semantics.Grammar;

/// <summary>What a question about nothing but titles asks of them, and whether it asks anything.</summary>
internal sealed class AboutTitles
{
    private readonly Sentence _sentence;
    private readonly List<DimensionToken> _dimensions;
    private readonly SuperlativeToken? _ranking;
    private readonly bool _namesGenre;
    private readonly bool _limitsLength;
    private readonly bool _saysLength;

    public AboutTitles(Sentence sentence, Draft draft)
    {
        _sentence = sentence;
        _dimensions = [.. sentence.Tokens.OfType<DimensionToken>()];
        _ranking = sentence.Tokens.OfType<SuperlativeToken>().FirstOrDefault();
        _namesGenre = draft.Groups.Exists(group => group.Dimension == "genre");
        _limitsLength = draft.Filters.Exists(filter => filter.Dimension == "title_minutes");
        NamesTitle = draft.Groups.Exists(group => group.Dimension == "title");
        _saysLength = sentence.Has("howLong") || sentence.Has("length") || sentence.Tokens.Any(IsLength);
    }

    /// <summary>It has the name of a title.</summary>
    public bool NamesTitle { get; }

    public bool IsPlural => _dimensions.Exists(dimension => dimension.Plural);

    /// <summary>It asks how long titles are.</summary>
    public bool AsksLength => _saysLength || _ranking is not null;

    /// <summary>It asks something that the list of titles answers.</summary>
    public bool IsAsked
    {
        get
        {
            if (!NamesTitle && _dimensions.Count == 0 && !_limitsLength && !_namesGenre) return false;
            if (_saysLength) return true;
            if (_ranking is not null) return _ranking.Kind is "long" or "short";
            return (AsksGenre || AsksTitles) && (NamesTitle || !IsAboutViewers);
        }
    }

    // A title has one length; of several durations there is an average.
    private bool IsLength(Token token) => token
        is MeasureToken { Id: "title_length" }
        || (token is AmbiguousToken { Word: "duration" } && NamesTitle && !_sentence.Any<StatisticToken>());

    // "what genre is Copper Sky", "list the genres"
    private bool AsksGenre =>
        _dimensions.Exists(dimension => dimension.Id == "genre") && (NamesTitle || _sentence.Has("list"));

    // "list the kids titles", "how many titles are there", "dramas under an hour"
    private bool AsksTitles =>
        (_dimensions.Exists(dimension => dimension.Id == "title") || _namesGenre || _limitsLength)
        && (_sentence.Has("list") || _sentence.Has("which") || _sentence.Has("count") || _limitsLength);

    // "which titles were watched ..." is about viewers.
    private bool IsAboutViewers => _sentence.Says("watched", "viewed", "streamed", "played", "watch", "popular");
}
