#nullable enable
using System.Diagnostics;
using System.Xml;
using System.Xml.Linq;

/// One program that runs tests. It writes a JUnit report, or none when its exit code says everything.
public sealed record Suite(string Name, string Program, string Arguments)
{
    public string Folder { get; init; } = "";
    public string? Report { get; init; }
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(8);
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// Runs suites one after the other, tells of each in one line and of its failures below it, and sums them up.
public sealed class TestRun(Commands commands, string results)
{
    private readonly List<Suite> _suites = [];
    private int _passed, _failed, _skipped;

    /// The file that a suite writes its report to.
    public string ReportOf(string suite) => System.IO.Path.Combine(results, $"{suite}.xml");

    public void Add(Suite suite) => _suites.Add(suite);

    public void Run()
    {
        if (System.IO.Directory.Exists(results))
            System.IO.Directory.Delete(results, recursive: true);
        System.IO.Directory.CreateDirectory(results);
        foreach (var suite in _suites)
            Run(suite);
    }

    /// Prints the one line over all suites; the exit code is 1 when anything failed or nothing ran.
    public int PrintTotals()
    {
        Console.WriteLine(_skipped > 0 ? $"{_passed} passed, {_failed} failed, {_skipped} skipped" : $"{_passed} passed, {_failed} failed");
        return _failed > 0 || _passed == 0 ? 1 : 0;
    }

    private void Run(Suite suite)
    {
        var log = System.IO.Path.Combine(results, $"{suite.Name}.log");
        var watch = Stopwatch.StartNew();
        var exitCode = commands.Logged(suite.Program, suite.Arguments, suite.Folder, log, suite.Limit, suite.Environment);
        var outcome = suite.Report is null ? new Outcome(0, 0, 0, []) : Outcome.Read(suite.Report);

        // A suite that ends badly without a failed test to show for it crashed, hung or ran nothing: that is one failure of its own.
        var trouble =
            exitCode is null ? $"was stopped: it did not end within {suite.Limit.TotalMinutes:0} minutes"
            : outcome.Failed > 0 ? null
            : exitCode != 0 ? $"ended with exit code {exitCode}"
            : suite.Report is not null && outcome.Passed + outcome.Skipped == 0 ? "ran no tests"
            : null;
        _passed += outcome.Passed;
        _failed += outcome.Failed + (trouble is null ? 0 : 1);
        _skipped += outcome.Skipped;

        var verdict = outcome.Failed > 0 || trouble is not null ? "FAILED" : "ok";
        var counts = suite.Report is null ? "" : $"{outcome.Passed} passed, {outcome.Failed} failed, {outcome.Skipped} skipped";
        Console.WriteLine($"{verdict,-6} {suite.Name,-32} {counts,-36} {watch.Elapsed.TotalSeconds,6:0.0} s");
        foreach (var failure in outcome.Failures)
            Console.WriteLine(Indent(failure));
        if (trouble is not null)
            Console.WriteLine(Indent($"{suite.Name} {trouble}. From {System.IO.Path.GetRelativePath(commands.Root, log)}:\n{Excerpt(log, 25)}"));
    }

    // A crash says why at its beginning, most other trouble at its end.
    private static string Excerpt(string file, int lines)
    {
        string[] all = System.IO.File.Exists(file) ? System.IO.File.ReadAllLines(file) : [];
        string[] shown = all.Length <= 2 * lines ? all : [.. all.Take(lines), $"… ({all.Length - 2 * lines} lines)", .. all.TakeLast(lines)];
        return string.Join('\n', shown.DefaultIfEmpty("(no output)"));
    }

    private static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => "       " + line.TrimEnd()));
}

/// What a JUnit report says.
public sealed record Outcome(int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures)
{
    public static Outcome Read(string report)
    {
        if (!System.IO.File.Exists(report))
            return new Outcome(0, 0, 0, []);
        List<XElement> cases;
        try
        {
            cases = [.. XDocument.Load(report).Descendants("testcase")];
        }
        catch (XmlException)
        {
            // Cut off: the suite ended while it wrote. Its exit code and its output say more.
            return new Outcome(0, 0, 0, []);
        }
        var failed = cases.Where(test => test.Element("failure") is not null || test.Element("error") is not null).ToList();
        var skipped = cases.Count(test => test.Element("skipped") is not null);
        return new Outcome(cases.Count - failed.Count - skipped, failed.Count, skipped, [.. failed.Select(Describe)]);
    }

    private static string Describe(XElement test)
    {
        var failure = test.Element("failure") ?? test.Element("error")!;
        var message = Text(failure.Attribute("message"));
        var details = failure.Value.Trim();
        var text = details.Contains(message, StringComparison.Ordinal) ? details : $"{message}\n{details}";
        var lines = text.Trim().Split('\n');
        var (group, name) = (Text(test.Attribute("classname")), Text(test.Attribute("name")));
        var title = name.StartsWith(group, StringComparison.Ordinal) ? name : $"{group} › {name}";
        return $"✗ {title}\n  " + string.Join("\n  ", lines.Take(40));
    }

    // xunit writes quotation marks as they stand in C#.
    private static string Text(XAttribute? attribute) => (attribute?.Value ?? "").Replace("\\\"", "\"", StringComparison.Ordinal);
}

/// Formatting: C# by dotnet format (style rules are errors of the build already), the page by its own script.
public static class FormatSuites
{
    public const string DotNetArguments = "format whitespace . --folder --verify-no-changes --verbosity quiet --exclude ./web-angular ./**/obj ./**/bin ./tools ./artifacts";
    public const string WebArguments = "run --silent format:check";

    public static void AddTo(TestRun run)
    {
        run.Add(new Suite("formatting (C#)", "dotnet", DotNetArguments));
        run.Add(new Suite("formatting (page)", "npm", WebArguments) { Folder = "web-angular" });
    }
}

/// Every tests/*.Tests project: an executable of xunit.v3 on Microsoft.Testing.Platform.
public static class DotNetSuites
{
    public static void AddTo(TestRun run, string root, string configuration)
    {
        foreach (var project in System.IO.Directory.GetDirectories(System.IO.Path.Combine(root, "tests"), "*.Tests").Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetFileName(project);
            var report = run.ReportOf(name);
            run.Add(new Suite(name, "dotnet", $"{project}/bin/{configuration}/net10.0/{name}.dll --no-ansi --no-progress"
                + $" --results-directory {System.IO.Path.GetDirectoryName(report)} --report-junit --report-junit-filename {System.IO.Path.GetFileName(report)}")
            {
                Report = report,
            });
        }
    }
}

/// The page's component tests (Vitest) and its journeys in Chromium (Playwright).
public static class WebSuites
{
    public static void AddTo(TestRun run)
    {
        var units = run.ReportOf("web-angular");
        run.Add(new Suite("web-angular", "npm", $"run --silent test -- --reporters=junit --output-file={units}")
        {
            Folder = "web-angular",
            Report = units,
        });
        var journeys = run.ReportOf("web-angular in Chromium");
        run.Add(new Suite("web-angular in Chromium", "npm", "run --silent e2e -- --reporter=line,junit,./e2e/product/release.ts")
        {
            Folder = "web-angular",
            Report = journeys,
            Limit = TimeSpan.FromMinutes(17),
            Environment = new Dictionary<string, string> { ["PLAYWRIGHT_JUNIT_OUTPUT_FILE"] = journeys },
        });
    }
}
