using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Telemetry.Semantics;
using Telemetry.Semantics.Catalogue;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Scoring;

// The planner and a lake behind the chat's REST call, for the evaluator: Telemetry.Semantics.Scoring <dataset> <clock> [port].
// With "-" as port it reads questions from standard input and prints what becomes of each.
if (args.Length < 2) { Console.Error.WriteLine("usage: Telemetry.Semantics.Scoring <dataset folder> <clock, ISO 8601> [port | -]"); return 2; }
var now = DateTimeOffset.Parse(args[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
using var lake = new Lake(args[0]);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSemantics();
builder.WebHost.UseUrls($"http://127.0.0.1:{(args.Length > 2 && args[2] != "-" ? args[2] : "0")}");
var app = builder.Build();
app.Services.GetRequiredService<SettableValueIndex>().Set(lake.Values());
var planner = app.Services.GetRequiredService<IQuestionPlanner>();
var sessions = new ConcurrentDictionary<string, List<QueryPlan>>();

if (args.Length > 2 && args[2] == "-")
{
    var earlier = new List<QueryPlan>();
    while (Console.ReadLine() is { } line)
    {
        if (!line.StartsWith('>')) earlier.Clear();
        var (asked, milliseconds) = Timed(line.TrimStart('>', ' '), earlier);
        Console.WriteLine($"\n{line}\n  {asked.Kind} {milliseconds:0.0} ms: {asked.Text}");
        if (asked.UnknownWords.Count > 0) Console.WriteLine($"  unknown: {string.Join(", ", asked.UnknownWords)}");
        if (asked.Plan is null) continue;
        earlier.Add(asked.Plan);
        Console.WriteLine($"  {PlanJson.Write(asked.Plan)}");
        if (args.Length > 3) Console.WriteLine(asked.Sql);
    }
    return 0;
}

app.MapPost("/api/chat/query", ([FromBody] Ask ask) =>
{
    var earlier = sessions.GetOrAdd(ask.SessionId, _ => []);
    var (asked, milliseconds) = Timed(ask.Message, earlier);
    if (asked.Kind != PlannedKind.Plan)
        return Results.Json(new { result = new { kind = asked.Kind.ToString().ToLowerInvariant(), text = asked.Text, message = asked.Text + (asked.UnknownWords.Count > 0 ? " ?? " + string.Join(" | ", asked.UnknownWords) : "") }, queryTime = milliseconds });
    earlier.Add(asked.Plan!);
    try
    {
        var (names, rows) = lake.Query(asked.Sql!);
        return Results.Json(new { result = new { kind = "table", text = asked.Text, columns = names.Select(name => new { name }), rows }, sql = asked.Sql, queryTime = milliseconds });
    }
    catch (DuckDB.NET.Data.DuckDBException fault)
    {
        return Results.Json(new { result = new { kind = "failed", text = fault.Message, message = fault.Message }, sql = asked.Sql, queryTime = milliseconds });
    }
});
await app.StartAsync();
Console.WriteLine(app.Urls.First());
await app.WaitForShutdownAsync();
return 0;

(PlannedQuestion Asked, double Milliseconds) Timed(string question, List<QueryPlan> earlier)
{
    var started = Stopwatch.GetTimestamp();
    var asked = planner.Plan(question, new PlanningContext(now) { Earlier = [.. earlier] });
    return (asked, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
}

internal sealed record Ask(string Message, string SessionId);
