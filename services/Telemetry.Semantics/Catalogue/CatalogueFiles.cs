using System.Text.Json;

namespace Telemetry.Semantics.Catalogue;

/// <summary>Reads the catalogue's files, which are embedded in this assembly, and checks what they say against each other.</summary>
public static class CatalogueFiles
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The product's catalogue. Throws <see cref="InvalidDataException"/> when a file doesn't hold together.</summary>
    public static SemanticCatalogue Load()
    {
        var measures = Read<MeasuresFile>("measures.json");
        var dimensions = Read<DimensionsFile>("dimensions.json");
        var words = Read<WordLists>("words.json");
        var refusals = Read<RefusalLists>("refusals.json");
        var board = Read<BoardWords>("board.json");
        var questions = Read<QuestionsFile>("questions.json");
        if (measures.Version != Version || dimensions.Version != Version)
        {
            throw new InvalidDataException(
                $"Catalogue files have versions {measures.Version} and {dimensions.Version}; this build reads version {Version}.");
        }
        CatalogueChecks.Check(measures.Measures, measures.Parts, dimensions.Dimensions, words);
        return new SemanticCatalogue(measures.Measures, measures.Parts, dimensions.Dimensions, words, refusals, board, questions.Questions);
    }

    private static T Read<T>(string file)
    {
        using var stream = typeof(CatalogueFiles).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidDataException($"The catalogue file {file} is not embedded in this build.");
        return JsonSerializer.Deserialize<T>(stream, Options) ?? throw new InvalidDataException($"The catalogue file {file} is empty.");
    }

    private sealed record MeasuresFile(int Version, IReadOnlyDictionary<string, string> Parts, IReadOnlyList<Measure> Measures);

    private sealed record DimensionsFile(int Version, IReadOnlyList<Dimension> Dimensions);

    private sealed record QuestionsFile(IReadOnlyList<string> Questions);
}
