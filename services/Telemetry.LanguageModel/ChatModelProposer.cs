using System.ClientModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;

namespace Telemetry.LanguageModel;

/// <summary>Asks a chat model, once, for a plan.</summary>
internal sealed partial class ChatModelProposer(
    IChatClient model, ProposalPrompt prompt, IOptions<LanguageModelOptions> options, TimeProvider time, ILogger<ChatModelProposer> logger) : IPlanProposer
{
    public async Task<QueryPlan?> ProposeAsync(string question, PlanningContext context, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var reply = await model.GetResponseAsync(prompt.For(question, context), Request, either.Token).ConfigureAwait(false);
            if (PlanReply.TryRead(reply.Text, out var plan, out var fault)) return plan;
            Unreadable(fault!);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Slow(options.Value.TimeoutSeconds);
        }
        catch (ClientResultException refused)
        {
            Refused(refused.Status);
        }
        // Whatever a server that is not ours sends must end in the planner's answer, not in a failure of the question.
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            Broken(broken);
        }
        return null;
    }

    private ChatOptions Request => new()
    {
        ResponseFormat = ChatResponseFormat.Json,
        Temperature = 0,
        MaxOutputTokens = options.Value.MaxReplyTokens,
    };

    [LoggerMessage(7001, LogLevel.Warning, "The language model's reply can't be used: {Fault}. The question stays refused.")]
    private partial void Unreadable(string fault);

    [LoggerMessage(7002, LogLevel.Warning, "The language model gave no reply within {Seconds} s. The question stays refused; raise Chat:Llm:TimeoutSeconds if it is always so slow.")]
    private partial void Slow(int seconds);

    [LoggerMessage(7003, LogLevel.Warning, "The language model answered with HTTP status {Status}. The question stays refused; check Chat:Llm:Endpoint, Model and ApiKey.")]
    private partial void Refused(int status);

    [LoggerMessage(7004, LogLevel.Warning, "The language model can't be reached or its reply can't be read. The question stays refused; check Chat:Llm:Endpoint.")]
    private partial void Broken(Exception exception);
}
