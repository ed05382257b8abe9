namespace Telemetry.Semantics.Catalogue;

/// <summary>Finds what in the catalogue's files contradicts itself, at start rather than in somebody's answer.</summary>
internal static class CatalogueChecks
{
    public static void Check(IReadOnlyList<Measure> measures, IReadOnlyDictionary<string, string> parts, IReadOnlyList<Dimension> dimensions, WordLists words)
    {
        var faults = new List<string>();
        faults.AddRange(Repeated(measures.Select(measure => measure.Id)).Select(id => $"measure '{id}' is there twice"));
        faults.AddRange(Repeated(dimensions.Select(dimension => dimension.Id)).Select(id => $"dimension '{id}' is there twice"));
        faults.AddRange(measures.SelectMany(measure => measure.Uses.Where(part => !parts.ContainsKey(part)).Select(part => $"measure '{measure.Id}' uses the part '{part}', which is not defined")));
        faults.AddRange(dimensions.Where(dimension => dimension.Part is { } part && !parts.ContainsKey(part)).Select(dimension => $"dimension '{dimension.Id}' is the part '{dimension.Part}', which is not defined"));
        faults.AddRange(dimensions.SelectMany(dimension => dimension.Uses.Where(part => !parts.ContainsKey(part)).Select(part => $"dimension '{dimension.Id}' uses the part '{part}', which is not defined")));
        faults.AddRange(Repeated(measures.SelectMany(measure => measure.Says)).Select(phrase => $"'{phrase}' names two measures; list it under ambiguous words"));
        var ids = measures.Select(measure => measure.Id).ToHashSet();
        faults.AddRange(dimensions.Where(dimension => dimension.Whole is not null && !ids.Contains(dimension.PartOf ?? "") && dimensions.All(other => other.Id != dimension.PartOf)).Select(dimension => $"dimension '{dimension.Id}' is named by '{dimension.PartOf}', which is not defined"));
        faults.AddRange(words.Ambiguous.Values.SelectMany(word => word.Choices).Where(choice => !ids.Contains(choice)).Select(choice => $"an ambiguous word offers the measure '{choice}', which is not defined"));
        var groupings = dimensions.Select(dimension => dimension.Id).ToHashSet();
        faults.AddRange(words.AmbiguousDimensions.Values.SelectMany(word => word.Choices).Where(choice => !groupings.Contains(choice)).Select(choice => $"an ambiguous word offers the dimension '{choice}', which is not defined"));
        if (faults.Count > 0) throw new InvalidDataException($"The semantic catalogue has {faults.Count} faults: {string.Join("; ", faults)}.");
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> names) => names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key);
}
