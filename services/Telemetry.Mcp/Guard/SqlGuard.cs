using Microsoft.Extensions.Options;
using Telemetry.Mcp.Guard.Confining;
using Telemetry.Mcp.Guard.Judging;
using Telemetry.Mcp.Guard.Reading;
using Telemetry.Mcp.Guard.Tree;
using Telemetry.Mcp.Guard.Writing;
using Telemetry.Mcp.Planning;
using Telemetry.Mcp.Queries;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Mcp.Guard;

/// <summary>
/// Judges statements by their parse tree: one SELECT, known tables, columns and functions, bounded rows and values. What passes is
/// confined to the tenant and written anew from the tree, so what runs is what was judged. Whatever isn't known is refused.
/// </summary>
public sealed class SqlGuard(IOptions<GuardOptions> options, IOptions<QueryLimits> limits, QuestionClock clock) : IDisposable
{
    private readonly GuardOptions _options = options.Value;
    private readonly SqlParser _parser = new();

    /// <summary>The statement as it may run.</summary>
    /// <param name="sql">What was asked for.</param>
    /// <param name="tenants">Whose events it may read.</param>
    /// <exception cref="StatementRefusedException">It may not run; the message says why, and what to write instead.</exception>
    public JudgedStatement Judge(string sql, TenantScope tenants)
    {
        ArgumentNullException.ThrowIfNull(sql);
        JudgeText(sql);
        Query query;
        using (var parsed = _parser.Parse(sql)) query = TreeReader.Read(parsed.RootElement);

        Limits.Judge(query);
        NameRules.Judge(query);
        JudgeFunctions(query);
        RowEstimate.Judge(query);
        WidthEstimate.Judge(query);
        ExpandedItems.Judge(query);

        var today = DateOnly.FromDateTime(clock.Now.UtcDateTime);
        // Tomorrow too: a player's clock may be ahead.
        var confined = new Confinement(tenants.Tenants, today.AddDays(-_options.RetentionDays), today.AddDays(1)).Confine(query);
        var rowLimit = limits.Value.MaxRows;
        // One row more than a reader gets says that there are more.
        var bounded = confined.Limit is { } own && own <= rowLimit ? confined : confined with { Limit = rowLimit + 1 };
        return new JudgedStatement(AthenaWriter.Write(bounded), rowLimit, tenants);
    }

    /// <inheritdoc/>
    public void Dispose() => _parser.Dispose();

    private void JudgeText(string sql)
    {
        if (string.IsNullOrWhiteSpace(sql)) throw new StatementRefusedException("There is no statement; write one SELECT.");
        if (sql.Length > _options.MaxStatementLength)
            throw new StatementRefusedException($"The statement has {sql.Length:N0} characters; at most {_options.MaxStatementLength:N0} are read. Shorten it.");
        if (sql.Contains('\0', StringComparison.Ordinal)) throw new StatementRefusedException("The statement has a NUL character in it; remove it.");
        for (var i = 0; i < sql.Length; i++)
        {
            if (!char.IsSurrogate(sql[i])) continue;
            if (i + 1 == sql.Length || !char.IsSurrogatePair(sql[i], sql[i + 1])) throw new StatementRefusedException("The statement has half a character in it (an unpaired surrogate); remove it.");
            i++;
        }
    }

    private static void JudgeFunctions(Query query)
    {
        var inWindows = new HashSet<Call>(ReferenceEqualityComparer.Instance);
        foreach (var expression in Structure.Expressions(query))
        {
            if (expression is Windowed windowed) inWindows.Add(windowed.Function);
            Functions.Judge(expression);
            // A window comes before its function.
            if (expression is Call call && !inWindows.Contains(call)) Functions.JudgeOutsideWindow(call);
        }
    }
}
