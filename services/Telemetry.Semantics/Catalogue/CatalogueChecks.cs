namespace Telemetry.Semantics.Catalogue;

/// <summary>Finds what in the catalogue's files contradicts itself, at start rather than in somebody's answer.</summary>
internal static class CatalogueChecks
{
    public static void Check(
        IReadOnlyList<Measure> measures, IReadOnlyDictionary<string, string> parts, IReadOnlyList<Dimension> dimensions, WordLists words)
    {
        var measureIds = measures.Select(measure => measure.Id).ToHashSet();
        var dimensionIds = dimensions.Select(dimension => dimension.Id).ToHashSet();
        List<string> faults =
        [
            .. Repeated(measures.Select(measure => measure.Id)).Select(id => $"measure '{id}' is there twice"),
            .. Repeated(dimensions.Select(dimension => dimension.Id)).Select(id => $"dimension '{id}' is there twice"),
            .. measures.SelectMany(measure => UndefinedParts($"measure '{measure.Id}'", measure.Uses, parts)),
            .. dimensions
                .Where(dimension => dimension.Part is { } part && !parts.ContainsKey(part))
                .Select(dimension => $"dimension '{dimension.Id}' is the part '{dimension.Part}', which is not defined"),
            .. dimensions.SelectMany(dimension => UndefinedParts($"dimension '{dimension.Id}'", dimension.Uses, parts)),
            .. Repeated(measures.SelectMany(measure => measure.Says))
                .Select(phrase => $"'{phrase}' names two measures; list it under ambiguous words"),
            .. dimensions
                .Where(dimension => dimension.Whole is not null && !IsDefined(dimension.PartOf))
                .Select(dimension => $"dimension '{dimension.Id}' is named by '{dimension.PartOf}', which is not defined"),
            .. UndefinedChoices("measure", words.Ambiguous, measureIds),
            .. UndefinedChoices("dimension", words.AmbiguousDimensions, dimensionIds),
        ];
        if (faults.Count > 0)
            throw new InvalidDataException($"The semantic catalogue has {faults.Count} faults: {string.Join("; ", faults)}.");

        bool IsDefined(string? id) => id is not null && (measureIds.Contains(id) || dimensionIds.Contains(id));
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key);

    private static IEnumerable<string> UndefinedParts(string user, IEnumerable<string> uses, IReadOnlyDictionary<string, string> parts) =>
        uses.Where(part => !parts.ContainsKey(part)).Select(part => $"{user} uses the part '{part}', which is not defined");

    private static IEnumerable<string> UndefinedChoices(
        string kind, IReadOnlyDictionary<string, AmbiguousWord> words, HashSet<string> defined) => words.Values
        .SelectMany(word => word.Choices)
        .Where(choice => !defined.Contains(choice))
        .Select(choice => $"an ambiguous word offers the {kind} '{choice}', which is not defined");
}
