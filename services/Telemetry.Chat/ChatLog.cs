using Telemetry.Chat.Tools;

namespace Telemetry.Chat;

/// <summary>Logs of the desk and its doors. None holds what was asked.</summary>
internal static partial class ChatLog
{
    [LoggerMessage(EventId = 3301, Level = LogLevel.Warning, Message = "There are no suggestions: the MCP server failed ({Kind}).")]
    public static partial void SuggestionsFailed(ILogger logger, ToolErrorKind kind);

    [LoggerMessage(EventId = 3302, Level = LogLevel.Error, Message = "The chat history can't be read.")]
    public static partial void HistoryFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3303, Level = LogLevel.Error, Message = "A request to {Path} failed; its caller knows it as {ErrorId}.")]
    public static partial void RequestFailed(ILogger logger, string path, string errorId, Exception exception);
}
