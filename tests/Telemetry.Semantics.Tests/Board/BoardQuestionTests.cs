using System.Runtime.CompilerServices;
using System.Text.Json;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Board;

/// <summary>Questions that the page asks by itself, when somebody presses "Ask about this", are understood.</summary>
public sealed class BoardQuestionTests(Planners planners) : IClassFixture<Planners>
{
    [Fact]
    public void Every_question_of_the_page_is_understood()
    {
        var questions = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(PathOf("web-angular/src/app/shell/board-questions.json")))!;
        Assert.NotEmpty(questions);
        Assert.All(questions, question =>
        {
            var planned = planners.Ask(question.Value);
            Assert.True(planned.Kind is PlannedKind.Plan, $"{question.Key}, \"{question.Value}\": {planned.Text}");
            Assert.Empty(planned.Repairs);
        });
    }

    private static string PathOf(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../..", file);
}
