using Telemetry.Chat.Tools;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.V1;

namespace Telemetry.Chat.Answers;

/// <summary>Makes answers, without rows and without what differs between two askers of the same.</summary>
internal static class AnswerFactory
{
    /// <summary>For a question that needs no query: asked back, refused, explained or an order to the board.</summary>
    public static Answer WithoutTable(Planned planned) => Common(planned, planned.Question.Kind switch
    {
        PlannedKind.Clarification => AnswerKind.Clarification,
        PlannedKind.Explanation => AnswerKind.Explanation,
        PlannedKind.Board => AnswerKind.Board,
        _ => AnswerKind.Refusal,
    });

    /// <summary>For a question that was run.</summary>
    /// <param name="planned">How it was understood.</param>
    /// <param name="run">Its first page.</param>
    /// <param name="rowCount">Rows in all.</param>
    public static Answer WithTable(Planned planned, RunResult run, long rowCount)
    {
        var answer = Common(planned, AnswerKind.Table);
        var described = planned.Question.Columns.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var column in run.Columns)
        {
            described.TryGetValue(column.Name, out var known);
            answer.Columns.Add(new Column
            {
                Name = column.Name,
                Title = known?.Title is { Length: > 0 } title ? title : column.Name,
                Type = column.Type,
                Unit = known?.Unit ?? "",
                Role = known?.Role switch
                {
                    Semantics.Planning.ColumnRole.Time => V1.ColumnRole.Time,
                    Semantics.Planning.ColumnRole.Measure => V1.ColumnRole.Measure,
                    Semantics.Planning.ColumnRole.Dimension => V1.ColumnRole.Dimension,
                    _ => V1.ColumnRole.Unspecified,
                },
            });
        }

        answer.RowCount = rowCount;
        answer.Truncated = run.Truncated;
        answer.BytesScanned = run.BytesScanned;
        answer.Engine = run.Engine;
        // The planner's statement; the server's own has the tenant's predicate in it and is made for the engine, not for people.
        if (answer.Sql.Length == 0) answer.Sql = run.Sql ?? "";
        if (run.FreshAt is { } fresh) answer.FreshAtUnixMs = fresh.ToUnixTimeMilliseconds();
        return answer;
    }

    private static Answer Common(Planned planned, AnswerKind kind)
    {
        var question = planned.Question;
        var answer = new Answer
        {
            Kind = kind,
            Text = question.Text,
            Sql = question.Sql ?? "",
            Plan = planned.Plan?.GetRawText() ?? "",
            PlanHash = question.PlanHash ?? "",
            ModelMade = question.ModelMade,
        };
        answer.Reading.Add(question.Reading.Select(part => new V1.ReadingPart { Kind = part.Kind, Text = part.Text }));
        answer.Assumptions.Add(question.Assumptions);
        answer.Repairs.Add(question.Repairs.Select(repair => new V1.SpellingRepair { From = repair.From, To = repair.To }));
        answer.Definitions.Add(question.Definitions.Select(definition =>
            new Definition { Measure = definition.Measure, Name = definition.Name, Text = definition.Text, Unit = definition.Unit }));
        answer.Options.Add(question.Options.Select(option => new Option
        {
            Label = option.Label, Question = option.Question, Word = option.Word ?? "", Meaning = option.Meaning ?? "",
        }));
        answer.UnknownWords.Add(question.UnknownWords);
        answer.Suggestions.Add(question.Rewrites.Count > 0 ? question.Rewrites : question.FollowUps);
        if (question.Chart is { } chart && kind == AnswerKind.Table)
        {
            answer.Chart = new Chart { Kind = NameOf(chart.Kind), X = chart.X ?? "", Series = chart.Series ?? "", Reason = chart.Reason };
            answer.Chart.Y.Add(chart.Y);
        }

        if (question.Board is { } command) answer.Board = CommandOf(command);
        return answer;
    }

    private static V1.BoardCommand CommandOf(Semantics.Planning.BoardCommand command)
    {
        var board = new V1.BoardCommand { Action = ActionOf(command.Action), Window = command.Window ?? "" };
        foreach (var (dimension, values) in command.Filters) board.Filters.Add(dimension, new FilterValues { Values = { values } });
        return board;
    }

    private static V1.BoardAction ActionOf(Semantics.Planning.BoardAction action) => action switch
    {
        Semantics.Planning.BoardAction.Clear => V1.BoardAction.Clear,
        Semantics.Planning.BoardAction.Pause => V1.BoardAction.Pause,
        Semantics.Planning.BoardAction.Resume => V1.BoardAction.Resume,
        Semantics.Planning.BoardAction.Back => V1.BoardAction.Back,
        _ => V1.BoardAction.Show,
    };

    private static string NameOf(ChartKind kind) => kind switch
    {
        ChartKind.Number => "number",
        ChartKind.Bar => "bar",
        ChartKind.GroupedBar => "groupedBar",
        ChartKind.Line => "line",
        ChartKind.Donut => "donut",
        _ => "table",
    };
}
