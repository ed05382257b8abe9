using System.Text.Json;
using DuckDB.NET.Data;
using Telemetry.Lake.DuckDb;

namespace Telemetry.Mcp.Guard.Reading;

/// <summary>
/// Parses with DuckDB: its <c>json_serialize_sql</c> gives the tree of SELECTs as JSON and refuses every other statement. The database
/// behind it is empty, in memory, and can reach neither files nor the network.
/// </summary>
internal sealed class SqlParser : IDisposable
{
    // DuckDB parses and writes trees by recursion. It bounds expressions itself (max_expression_depth), but not chains of UNION: 10,000 of
    // them, more than a statement can hold, were parsed on a stack of 8 MB.
    private const int StackBytes = 16 * 1024 * 1024;
    private const int MaxExpressionDepth = 200;

    private readonly Lock _gate = new();
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly DuckDBCommand _serialize;

    public SqlParser()
    {
        _connection.Open();
        using (var settings = _connection.CreateCommand())
        {
            settings.CommandText = $"""
                SET threads TO 1;
                SET max_expression_depth TO {MaxExpressionDepth};
                SET memory_limit = '512MB';
                SET autoinstall_known_extensions = false;
                SET autoload_known_extensions = false;
                SET enable_external_access = false;
                SET lock_configuration = true;
                """;
            settings.ExecuteNonQuery();
        }

        _serialize = _connection.CreateCommand();
        _serialize.CommandText = "SELECT json_serialize_sql(CAST($1 AS VARCHAR), skip_null := true, skip_default := true)"; // skip_empty would lose the empty set of GROUPING SETS
        _serialize.Parameters.Add(new DuckDBParameter());
    }

    /// <summary>The tree of a statement that has a bounded length.</summary>
    /// <exception cref="StatementRefusedException">It is no SELECT, doesn't parse, or is nested too deeply.</exception>
    public JsonDocument Parse(string sql)
    {
        var json = OnLargeStack(() => Serialize(sql));
        JsonDocument tree;
        try
        {
            tree = StatementTree.Parse(json);
        }
        catch (JsonException)
        {
            throw new StatementRefusedException("The statement is nested too deeply or chains too many queries; make it simpler.");
        }

        if (!tree.RootElement.GetProperty("error").GetBoolean()) return tree;
        using (tree) throw Refusal(tree.RootElement);
    }

    public void Dispose()
    {
        _serialize.Dispose();
        _connection.Dispose();
    }

    private string Serialize(string sql)
    {
        lock (_gate)
        {
            _serialize.Parameters[0].Value = sql;
            try
            {
                return (string)_serialize.ExecuteScalar()!;
            }
            catch (DuckDBException failure)
            {
                throw new StatementRefusedException($"The statement can't be read: {FirstLine(failure.Message)}", isSyntax: true);
            }
        }
    }

    private static StatementRefusedException Refusal(JsonElement error)
    {
        var message = error.GetProperty("error_message").GetString()!;
        if (error.GetProperty("error_type").GetString() == "not implemented")
            return new StatementRefusedException("This isn't a SELECT. Only SELECT statements run here; nothing can be changed, loaded, written or set.");
        if (message.Contains("depth limit", StringComparison.Ordinal) || message.StartsWith("memory exhausted", StringComparison.Ordinal))
            return new StatementRefusedException("The statement is nested too deeply; make it simpler.");
        var at = error.TryGetProperty("position", out var position) ? $" (character {position.GetString()})" : "";
        return new StatementRefusedException($"The statement doesn't parse{at}: {FirstLine(message)}", isSyntax: true);
    }

    private static string FirstLine(string message)
    {
        var line = message.AsSpan(0, message.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : message.Length);
        return line.Length <= 300 ? line.ToString() : $"{line[..300]}…";
    }

    private static T OnLargeStack<T>(Func<T> work)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            StackBytes)
        { IsBackground = true, Name = "SQL parser" };
        thread.Start();
        thread.Join();
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return result!;
    }
}
