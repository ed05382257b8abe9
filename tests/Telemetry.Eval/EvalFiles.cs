namespace Telemetry.Eval;

/// <summary>There is nothing to measure; the message says why, for the person who started it.</summary>
internal sealed class EvaluationException(string message) : Exception(message);

/// <summary>The files of an evaluation, as full paths.</summary>
/// <param name="Questions">Questions with gold answers, one JSON object a line.</param>
/// <param name="Dataset">A lake: events, titles, places.</param>
/// <param name="Evaluator">The program that asks and judges.</param>
internal sealed record EvalFiles(string Questions, string Dataset, string Evaluator)
{
    private const string Shared = "../shared/eval";

    /// <summary>The project's root; relative paths begin there.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Dataset and evaluator are those beside the questions, else the shared ones.</summary>
    /// <exception cref="EvaluationException">A file is missing.</exception>
    public static EvalFiles Find(string questions, string? dataset)
    {
        var file = Existing(Path.GetFullPath(questions, Root), "the questions", "--questions");
        var beside = Path.GetDirectoryName(file)!;
        var lake = dataset is not null
            ? Existing(Path.GetFullPath(dataset, Root), "the data set", "--dataset")
            : FirstOf("the data set", "--dataset", Path.Combine(beside, "dataset"), Path.GetFullPath($"{Shared}/dataset", Root));
        var evaluator = FirstOf("the evaluator", "a copy beside the questions", Path.Combine(beside, "run-eval.mjs"), Path.GetFullPath($"{Shared}/run-eval.mjs", Root));
        return new EvalFiles(file, lake, evaluator);
    }

    private static string FirstOf(string what, string how, params string[] paths) =>
        paths.FirstOrDefault(path => File.Exists(path) || Directory.Exists(path)) ?? throw new EvaluationException($"{paths[0]} is missing: {what} is needed; give {how}.");

    private static string Existing(string path, string what, string option) =>
        File.Exists(path) || Directory.Exists(path) ? path : throw new EvaluationException($"{option}: {path} is missing; it must be {what}.");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "build.cake"))) return folder.FullName;
        }

        return Directory.GetCurrentDirectory();
    }
}
