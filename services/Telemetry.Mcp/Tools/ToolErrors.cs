using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Telemetry.Lake.Queries;
using Telemetry.Mcp.Guard;

namespace Telemetry.Mcp.Tools;

/// <summary>The one place where exceptions of tools become answers: <c>isError</c>, with the error as structured content and as text.</summary>
internal sealed partial class ToolErrors(ILogger<ToolErrors> logger)
{
    public McpRequestHandler<CallToolRequestParams, CallToolResult> Around(McpRequestHandler<CallToolRequestParams, CallToolResult> next) =>
        async (request, cancellationToken) =>
        {
            try
            {
                return await next(request, cancellationToken);
            }
            catch (ToolFailureException failure)
            {
                return Answer(failure.Error);
            }
            catch (StatementRefusedException refusal)
            {
                return Answer(refusal.IsSyntax ? ToolFailureException.Of(new QueryError(QueryErrorKind.BadSql, refusal.Message)).Error : ToolFailureException.Refused(refusal.Message).Error);
            }
            catch (QueryException failure)
            {
                return Answer(ToolFailureException.Of(failure.Error).Error);
            }
            catch (JsonException)
            {
                return Answer(Misfit(request.Params.Name, "a value is of another type"));
            }
            catch (ArgumentException misfit)
            {
                return Answer(Misfit(request.Params.Name, misfit.ParamName is null ? misfit.Message : misfit.Message.Replace($" (Parameter '{misfit.ParamName}')", "", StringComparison.Ordinal)));
            }
            catch (Exception failure) when (failure is not McpException && !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested))
            {
                LogFailure(request.Params.Name, failure);
                return Answer(new ToolError("unavailable", $"'{request.Params.Name}' failed inside of the server; the reason is in its log. Try again later.", Retryable: true));
            }
        };

    private static ToolError Misfit(string tool, string what) =>
        new("invalid", $"The arguments of {tool} don't fit its input schema: {what.TrimEnd('.')}. tools/list gives the schema.", Retryable: false);

    private static CallToolResult Answer(ToolError error)
    {
        var structured = JsonSerializer.SerializeToElement(new { error }, ToolJson.Options);
        return new CallToolResult { IsError = true, StructuredContent = structured, Content = [new TextContentBlock { Text = structured.GetRawText() }] };
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Error, Message = "Tool {Tool} failed; its caller was told to try again later.")]
    private partial void LogFailure(string tool, Exception exception);
}
