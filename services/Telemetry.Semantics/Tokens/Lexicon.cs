using Telemetry.Semantics.Language;

namespace Telemetry.Semantics.Tokens;

/// <summary>All phrases that have a meaning, as a tree of stems: what begins at a word is found in one walk.</summary>
internal sealed class Lexicon
{
    private const int ShortestInVocabulary = 4;

    private readonly Node _root = new();
    private readonly HashSet<string> _stems = [];

    /// <summary>Words of phrases about measures, dimensions and time: what spelling is repaired to.</summary>
    public HashSet<string> Vocabulary { get; } = [];

    public void Add(string phrase, Token token, bool vocabulary = false)
    {
        var words = WordReader.Read(phrase);
        if (words.Count == 0) return;
        AddWords(words.Select(word => word.Stem), token);
        if (!vocabulary) return;
        foreach (var word in words.Where(word => word.Number is null && word.Plain.Length >= ShortestInVocabulary))
            Vocabulary.UnionWith([word.Plain, Stems.PluralOf(word.Plain)]);
    }

    public void AddWords(IEnumerable<string> stems, Token token)
    {
        var node = _root;
        foreach (var stem in stems)
        {
            _stems.Add(stem);
            if (!node.Next.TryGetValue(stem, out var next)) node.Next[stem] = next = new Node();
            node = next;
        }
        node.Tokens.Add(token);
    }

    /// <summary>Every token whose phrase begins at a word, with the index of the word after it.</summary>
    public IEnumerable<(int End, Token Token)> Find(IReadOnlyList<Word> words, int start, bool acrossCommas = false)
    {
        var node = _root;
        for (var i = start; i < words.Count; i++)
        {
            if (acrossCommas && i > start && words[i].Plain == ",") continue;
            if (!node.Next.TryGetValue(words[i].Stem, out node!)) yield break;
            foreach (var token in node.Tokens) yield return (i + 1, token);
        }
    }

    /// <summary>A phrase begins with that word, or is it.</summary>
    public bool Knows(string stem) => _root.Next.ContainsKey(stem);

    /// <summary>The word is a phrase by itself.</summary>
    public bool Means(string stem) => _root.Next.TryGetValue(stem, out var node) && node.Tokens.Count > 0;

    /// <summary>The word is part of a phrase.</summary>
    public bool KnowsAnywhere(string stem) => _stems.Contains(stem);

    private sealed class Node
    {
        public Dictionary<string, Node> Next { get; } = [];

        public List<Token> Tokens { get; } = [];
    }
}
