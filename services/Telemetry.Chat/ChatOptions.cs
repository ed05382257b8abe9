using System.ComponentModel.DataAnnotations;

namespace Telemetry.Chat;

/// <summary>
/// How questions are answered; section <c>Chat</c>. Ports, addresses and origins are those of the section <c>Grpc</c>, with the
/// defaults 3002 (REST and gRPC-Web) and 3012 (gRPC).
/// </summary>
public sealed class ChatOptions
{
    /// <summary>The configuration section that these are bound to.</summary>
    public const string Section = "Chat";

    /// <summary>The MCP server's streamable HTTP endpoint. Default: http://127.0.0.1:3003/mcp.</summary>
    [Required, Url]
    public string McpEndpoint { get; set; } = "http://127.0.0.1:3003/mcp";

    /// <summary>How long a question may take from being asked to its answer, s, 1 to 900. Default: 90.</summary>
    [Range(1, 900)]
    public double QuestionTimeoutSeconds { get; set; } = 90;

    /// <summary>How long the MCP server may take to plan, to suggest or to give a page, s, 0.1 to 60. Default: 10.</summary>
    [Range(0.1, 60)]
    public double CallTimeoutSeconds { get; set; } = 10;

    /// <summary>How long one run of a query may take, s, 1 to 900. Default: 75, above the engine's own limit.</summary>
    [Range(1, 900)]
    public double RunTimeoutSeconds { get; set; } = 75;

    /// <summary>Times that a call to the MCP server which failed for now is tried again, 0 to 10. Default: 2.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 2;

    /// <summary>Median of the first pause before trying again, ms, 1 to 60,000; doubles, with jitter. Default: 250.</summary>
    [Range(1, 60_000)]
    public int RetryDelayMs { get; set; } = 250;

    /// <summary>Calls within 10 s of which half must fail for the circuit to the MCP server to open, 2 to 1,000. Default: 4.</summary>
    [Range(2, 1_000)]
    public int BreakerThroughput { get; set; } = 4;

    /// <summary>How long the circuit stays open before one call may try, s, 0.5 to 300. Default: 5.</summary>
    [Range(0.5, 300)]
    public double BreakerSeconds { get; set; } = 5;

    /// <summary>Questions that are asked for nobody at the start, so that the first asker need not wait for it, 0 to 10. Default: 4.</summary>
    [Range(0, 10)]
    public int WarmUpQuestions { get; set; } = 4;

    /// <summary>Queries of one tenant that run at the same time on this node, 1 to 1,000. Default: 8.</summary>
    [Range(1, 1_000)]
    public int QueriesPerTenant { get; set; } = 8;

    /// <summary>Queries of one tenant that wait for one of those, 0 to 10,000; further ones are refused. Default: 64.</summary>
    [Range(0, 10_000)]
    public int WaitingPerTenant { get; set; } = 64;

    /// <summary>Exports of one tenant that are written at the same time on this node, 1 to 1,000; further ones are refused. Default: 4.</summary>
    [Range(1, 1_000)]
    public int ExportsPerTenant { get; set; } = 4;

    /// <summary>Idle time after which a session leaves memory; its history stays. s, 1 to 86,400. Default: 300.</summary>
    [Range(1, 86_400)]
    public double SessionIdleSeconds { get; set; } = 300;

    /// <summary>Sessions in memory on this node, 1 to 1,000,000. Above it the longest idle one leaves; without an idle one, new ones are refused. Default: 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxSessions { get; set; } = 10_000;

    /// <summary>Questions that may wait in one session behind the one at work, 0 to 100. Default: 4.</summary>
    [Range(0, 100)]
    public int WaitingPerSession { get; set; } = 4;

    /// <summary>How long an answer is given again to the same question, s, 0 to 3,600. Default: 300.</summary>
    [Range(0, 3_600)]
    public double CacheSeconds { get; set; } = 300;

    /// <summary>How long rows are kept for further pages and export, s, 1 to 86,400. Default: 1,800.</summary>
    [Range(1, 86_400)]
    public double KeepRowsSeconds { get; set; } = 1_800;

    /// <summary>Memory for kept rows, MiB, 1 to 16,384; the least used leave first. Default: 64.</summary>
    [Range(1, 16_384)]
    public int KeepRowsMegabytes { get; set; } = 64;

    /// <summary>Rows of an answer that are fetched at once and kept, 1 to 100,000; export and further pages fetch the rest. Default: 10,000.</summary>
    [Range(1, 100_000)]
    public int MaxAnswerRows { get; set; } = 10_000;

    /// <summary>
    /// The clock that plans are made for moves in steps of this, s, 0 to 60, so that the same question asked by several people at
    /// about the same time is the same query. Default: 5.
    /// </summary>
    [Range(0, 60)]
    public double ClockStepSeconds { get; set; } = 5;

    /// <summary>SQLite file of the history; made when it is not there. Default: telemetry/chat-history.db in the user's data folder.</summary>
    public string? HistoryFile { get; set; }

    /// <summary>Connection string of the PostgreSQL database that keeps the history instead of the file. Default: none.</summary>
    public string? HistoryPostgres { get; set; }
}
