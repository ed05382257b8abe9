using System.Text.RegularExpressions;
using Telemetry.Mcp.Guard.Tree;

namespace Telemetry.Mcp.Guard.Writing;

/// <summary>Expressions, with as few parentheses as both grammars allow.</summary>
internal sealed partial class AthenaWriter
{
    // How tightly a form binds, the loosest first.
    private const int Or = 1;
    private const int And = 2;
    private const int Not = 3;
    private const int Predicate = 4;
    private const int Concatenation = 5;
    private const int Sum = 6;
    private const int Product = 7;
    private const int Sign = 8;
    private const int Zone = 9;
    private const int Primary = 10;

    private static int Binding(Expression expression) => expression switch
    {
        Logic { IsAnd: false } => Or,
        Logic => And,
        Prefix { Operator: "NOT" } => Not,
        Exists { Negated: true } => Not,
        Between or In or IsNull or Like or AnyOf => Predicate,
        Infix { Operator: "||" } => Concatenation,
        Infix { Operator: "+" or "-" } => Sum,
        Infix { Operator: "*" or "/" or "%" } => Product,
        Infix => Predicate,
        Prefix => Sign,
        Literal { Kind: LiteralKind.Number, Text: ['-', ..] } => Sign,
        AtTimeZone => Zone,
        _ => Primary,
    };

    private void WriteExpression(Expression expression)
    {
        switch (expression)
        {
            case Literal literal:
                Add(literal.Kind is LiteralKind.Text ? Names.Text(literal.Text) : literal.Text);
                break;
            case Column column:
                WriteColumn(column);
                break;
            case Star star:
                Add(star.Relation is { } relation ? $"{Names.Quote(relation)}.*" : "*");
                break;
            case Call call:
                WriteCall(call);
                break;
            case Windowed windowed:
                WriteWindowed(windowed);
                break;
            case Infix infix:
                var binding = Binding(infix);
                // Comparisons don't chain; arithmetic does, to the left.
                WriteOperand(infix.Left, binding is Predicate ? binding + 1 : binding);
                Add($" {infix.Operator} ");
                WriteOperand(infix.Right, binding + 1);
                break;
            case Prefix { Operator: "NOT" } not:
                Add("NOT ");
                WriteOperand(not.Operand, Predicate);
                break;
            case Prefix sign:
                Add(sign.Operator);
                WriteOperand(sign.Operand, Zone); // never two signs in a row: -- begins a comment
                break;
            case Logic logic:
                WriteLogic(logic);
                break;
            case Between between:
                WriteOperand(between.Value, Concatenation);
                Add(" BETWEEN ");
                WriteOperand(between.Low, Concatenation);
                Add(" AND ");
                WriteOperand(between.High, Concatenation);
                break;
            case In within:
                WriteOperand(within.Value, Concatenation);
                Add(within.Negated ? " NOT IN (" : " IN (");
                Join(within.List, WriteExpression);
                Add(")");
                break;
            case IsNull test:
                WriteOperand(test.Value, Concatenation);
                Add(test.Negated ? " IS NOT NULL" : " IS NULL");
                break;
            case Like like:
                WriteOperand(like.Value, Concatenation);
                Add(like.Negated ? " NOT LIKE " : " LIKE ");
                WriteOperand(like.Pattern, Concatenation);
                if (like.Escape is { } escape)
                {
                    Add(" ESCAPE ");
                    WriteOperand(escape, Concatenation);
                }

                break;
            default:
                WriteOther(expression);
                break;
        }
    }

    private void WriteOther(Expression expression)
    {
        switch (expression)
        {
            case Case branches:
                Add("CASE");
                foreach (var (when, then) in branches.Branches)
                {
                    Add(" WHEN ");
                    WriteExpression(when);
                    Add(" THEN ");
                    WriteExpression(then);
                }

                if (branches.Else is { } otherwise)
                {
                    Add(" ELSE ");
                    WriteExpression(otherwise);
                }

                Add(" END");
                break;
            // TIMESTAMP '…' and DATE '…' come as casts.
            case Cast { Try: false, Type: "timestamp", Value: Literal { Kind: LiteralKind.Text } text } when TimestampText().IsMatch(text.Text):
                Add($"TIMESTAMP '{text.Text}'");
                break;
            case Cast { Try: false, Type: "date", Value: Literal { Kind: LiteralKind.Text } text } when DateText().IsMatch(text.Text):
                Add($"DATE '{text.Text}'");
                break;
            case Cast cast:
                Add(cast.Try ? "TRY_CAST(" : "CAST(");
                WriteExpression(cast.Value);
                Add($" AS {cast.Type})");
                break;
            case Interval interval:
                Add($"INTERVAL {Names.Text(interval.Amount)} {interval.Unit}");
                break;
            case AtTimeZone zoned:
                WriteOperand(zoned.Value, Zone);
                Add($" AT TIME ZONE {Names.Text(zoned.Zone)}");
                break;
            case Extract extract:
                Add($"extract({extract.Field} FROM ");
                WriteExpression(extract.Value);
                Add(")");
                break;
            case ArrayOf array:
                Add("ARRAY[");
                Join(array.Items, WriteExpression);
                Add("]");
                break;
            case Scalar scalar:
                InParentheses(scalar.Query);
                break;
            case Exists exists:
                Add(exists.Negated ? "NOT EXISTS " : "EXISTS ");
                InParentheses(exists.Query);
                break;
            case AnyOf any:
                WriteOperand(any.Value, Concatenation);
                Add(any.Operator is { } comparison ? $" {comparison} ANY " : " IN ");
                InParentheses(any.Query);
                break;
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} has no written form.");
        }
    }

    private void WriteOperand(Expression operand, int least)
    {
        if (Binding(operand) >= least)
        {
            WriteExpression(operand);
            return;
        }

        Add("(");
        WriteExpression(operand);
        Add(")");
    }

    private void WriteColumn(Column column)
    {
        var name = column.Relation is null && Judging.Vocabulary.PresentTimes.Contains(column.Name) ? column.Name : Names.Quote(column.Name);
        Add(column.Relation is { } relation ? $"{Names.Quote(relation)}.{name}" : name);
    }

    private void WriteCall(Call call)
    {
        Add($"{call.Name}(");
        if (call is { Name: "count", Arguments: [] }) Add("*");
        if (call.Distinct) Add("DISTINCT ");
        Join(call.Arguments, WriteExpression);
        if (call.OrderBy.Count > 0) WriteOrderBy(call.OrderBy, " ORDER BY ", newLine: false);
        Add(")");
        if (call.Filter is not { } filter) return;
        Add(" FILTER (WHERE ");
        WriteExpression(filter);
        Add(")");
    }

    private void WriteWindowed(Windowed windowed)
    {
        WriteCall(windowed.Function);
        Add(" OVER (");
        if (windowed.PartitionBy.Count > 0)
        {
            Add("PARTITION BY ");
            Join(windowed.PartitionBy, WriteExpression);
        }

        if (windowed.OrderBy.Count > 0) WriteOrderBy(windowed.OrderBy, windowed.PartitionBy.Count > 0 ? " ORDER BY " : "ORDER BY ", newLine: false);
        if (windowed.Frame is { } frame)
        {
            Add($" {frame.Unit} BETWEEN ");
            WriteBound(frame.Start);
            Add(" AND ");
            WriteBound(frame.End);
        }

        Add(")");
    }

    private void WriteBound(FrameBound bound)
    {
        if (bound.Distance is { } distance)
        {
            WriteOperand(distance, Concatenation);
            Add(" ");
        }

        Add(bound.Kind);
    }

    private void WriteLogic(Logic logic)
    {
        var isFirst = true;
        foreach (var operand in logic.Operands)
        {
            if (!isFirst) Add(logic.IsAnd ? " AND " : " OR ");
            isFirst = false;
            WriteOperand(operand, Binding(logic) + 1);
        }
    }

    [GeneratedRegex(@"\A\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?\z")]
    private static partial Regex TimestampText();

    [GeneratedRegex(@"\A\d{4}-\d{2}-\d{2}\z")]
    private static partial Regex DateText();
}
