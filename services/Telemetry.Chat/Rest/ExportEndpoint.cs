using System.Globalization;
using System.Text.Json;
using Telemetry.Chat.Export;
using Telemetry.Chat.Questions;
using Telemetry.Grpc.Errors;
using Telemetry.ServiceDefaults.Identity;

namespace Telemetry.Chat.Rest;

/// <summary><c>POST /api/chat/export</c> <c>{queryId | data, format: "csv" | "json", bom?}</c>: a file, streamed.</summary>
internal static class ExportEndpoint
{
    private const int MaxBodyBytes = 16 * 1024 * 1024;

    public static async Task AnswerAsync(HttpContext context, ChatDesk desk, PlanningClock clock, ExportLimit limit)
    {
        var tenants = Caller.Of(context).Tenants;
        using var place = limit.Enter(tenants); // before the body, which is what takes the memory
        using var body = await JsonBody.ReadAsync(context, MaxBodyBytes);
        var root = body.RootElement;
        var format = JsonBody.Text(root, "format") ?? "csv";
        if (format is not ("csv" or "json")) throw new InvalidArgumentException("format", Inquiries.Quoted(format), "'csv' or 'json'");
        var withBom = root.TryGetProperty("bom", out var bom) && bom.ValueKind == JsonValueKind.True;
        var (columns, rows) = Table(root, tenants, desk, context.RequestAborted);

        // The first row before the headers: what can't be had at all is a problem, not a broken file.
        await using var checkedRows = rows.GetAsyncEnumerator(context.RequestAborted);
        var any = await checkedRows.MoveNextAsync();

        context.Response.ContentType = format == "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentDisposition =
            $"attachment; filename=\"telemetry-{clock.Now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.{format}\"";
        var output = context.Response.BodyWriter;
        if (format == "csv") await ExportFile.WriteCsvAsync(output, columns, Rest(checkedRows, any), withBom, context.RequestAborted);
        else await ExportFile.WriteJsonAsync(output, columns, Rest(checkedRows, any), context.RequestAborted);
    }

    private static (IReadOnlyList<string> Columns, IAsyncEnumerable<JsonElement> Rows) Table(
        JsonElement root, TenantScope tenants, ChatDesk desk, CancellationToken cancellationToken)
    {
        var queryId = JsonBody.Text(root, "queryId");
        var hasData = root.TryGetProperty("data", out var data) && data.ValueKind != JsonValueKind.Null;
        if (queryId is null == !hasData)
            throw new InvalidArgumentException("body", queryId is null ? "without queryId and data" : "with queryId and data", "one of queryId and data");
        if (queryId is null)
        {
            var posted = PostedTable.Read(data);
            return (posted.Columns, posted.ReadRowsAsync());
        }

        var result = desk.FindResult(tenants, queryId);
        return ([.. result.Columns.Select(column => column.Name)], desk.ReadRowsAsync(result, offset: 0, cancellationToken));
    }

    private static async IAsyncEnumerable<JsonElement> Rest(IAsyncEnumerator<JsonElement> rows, bool any)
    {
        while (any)
        {
            yield return rows.Current;
            any = await rows.MoveNextAsync();
        }
    }
}
