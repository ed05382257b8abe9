using System.Globalization;
using System.Text.Json;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Planning;

/// <summary>Questions with the SQL that answers them by METRICS, in Samples/questions.jsonl: the planner's SQL has to find the same rows.</summary>
public sealed class CorpusTests(Planners planners) : IClassFixture<Planners>
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static TheoryData<string, string, string> Corpus()
    {
        using var stream = typeof(CorpusTests).Assembly.GetManifestResourceStream("questions.jsonl")!;
        using var reader = new StreamReader(stream);
        var data = new TheoryData<string, string, string>();
        while (reader.ReadLine() is { } line)
            if (JsonSerializer.Deserialize<Entry>(line, Options) is { } entry) data.Add(entry.Family, entry.Question, entry.Gold);
        return data;
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public void The_answer_has_the_rows_of_the_definition(string family, string question, string gold)
    {
        var planned = planners.Ask(question);
        Assert.True(planned.Kind == PlannedKind.Plan, $"{family}: {planned.Kind}, {planned.Text}");
        var expected = planners.Lake.Query(gold);
        var actual = planners.Lake.Query(planned.Sql!);
        Assert.NotEmpty(expected);
        Assert.NotEmpty(actual);
        // An answer may say more than was asked for: its columns have to contain the expected ones, row by row.
        var width = expected[0].Length;
        var wanted = Rows(expected, [.. Enumerable.Range(0, width)]);
        Assert.True(
            Choices(actual[0].Length, width).Any(columns => Same(wanted, Rows(actual, columns), family == "percentiles" ? Approximate : Exact)),
            $"expected {Text(wanted)}; got {Text(Rows(actual, [.. Enumerable.Range(0, actual[0].Length)]))}; {planned.Sql}");
    }

    // approx_percentile depends on the order in which rows come.
    private const double Approximate = 0.02;
    private const double Exact = 0;

    private static string Text(IEnumerable<string[]> rows) => string.Join("; ", rows.Take(5).Select(row => string.Join(" | ", row)));

    private static bool Same(List<string[]> expected, List<string[]> actual, double tolerance) =>
        expected.Count == actual.Count && expected.Zip(actual).All(rows => rows.First.Zip(rows.Second).All(cells => Same(cells.First, cells.Second, tolerance)));

    private static bool Same(string expected, string actual, double tolerance) =>
        expected == actual
        || (tolerance > 0
            && double.TryParse(expected, CultureInfo.InvariantCulture, out var wanted)
            && double.TryParse(actual, CultureInfo.InvariantCulture, out var got)
            && Math.Abs(wanted - got) <= tolerance * Math.Abs(wanted));

    private static List<string[]> Rows(IReadOnlyList<object?[]> rows, int[] columns) =>
        [.. rows.Select(row => columns.Select(column => SmallLake.Text(row[column])).ToArray()).OrderBy(row => string.Join(" | ", row), StringComparer.Ordinal)];

    // Every way to choose some columns, in any order.
    private static IEnumerable<int[]> Choices(int of, int count) => count == 0 ? [[]] : Choices(of, count - 1).SelectMany(chosen => Enumerable.Range(0, of).Except(chosen).Select(next => (int[])[.. chosen, next]));

    private sealed record Entry(string Family, string Question, string Gold);
}
