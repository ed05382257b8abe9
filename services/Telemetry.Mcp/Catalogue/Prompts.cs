using System.ComponentModel;
using ModelContextProtocol.Server;

namespace Telemetry.Mcp.Catalogue;

/// <summary>Ways to begin, for clients that offer prompts to people.</summary>
[McpServerPromptType]
internal static class Prompts
{
    [McpServerPrompt(Name = "ask_telemetry", Title = "Ask about video telemetry")]
    [Description("Answers a question with the server's own planner, and shows how it was read.")]
    public static string Ask([Description("The question, in English.")] string question) => $"""
        Answer this question about our video service: {question}

        Call plan_question with it as it stands. When it gives a plan, call run_plan with that plan, then tell the answer in one
        sentence with its unit, how the question was read, and what was assumed. When it asks back, show the options and wait. When it
        refuses, say why and offer the rewrites. Don't compute numbers yourself.
        """;
}
