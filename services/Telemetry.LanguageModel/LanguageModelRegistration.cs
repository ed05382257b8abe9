using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenAI;
using Telemetry.Semantics.Planning;

namespace Telemetry.LanguageModel;

/// <summary>What a host calls to have a planner that may ask a language model.</summary>
public static class LanguageModelRegistration
{
    /// <summary>Adds <see cref="AssistedPlanner"/>, set up by <see cref="LanguageModelOptions"/>. Needs an <see cref="IQuestionPlanner"/> from the host.</summary>
    public static IServiceCollection AddAssistedPlanner(this IServiceCollection services)
    {
        services.AddOptions<LanguageModelOptions>().BindConfiguration(LanguageModelOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LanguageModelOptions>, LanguageModelOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ProposalPrompt>();
        services.AddSingleton(provider => new AssistedPlanner(
            provider.GetRequiredService<IQuestionPlanner>(),
            provider.GetRequiredService<IOptions<LanguageModelOptions>>().Value is { Endpoint: not null } options
                ? ActivatorUtilities.CreateInstance<ChatModelProposer>(provider, Client(options))
                : null));
        return services;
    }

    private static IChatClient Client(LanguageModelOptions options)
    {
        var http = new HttpClient(new ReplySizeLimit(options.MaxReplyBytes, new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }));
        var settings = new OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            // One try: the asker waits, and without a plan there is still the planner's own answer.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            Transport = new HttpClientPipelineTransport(http),
        };
        var key = new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey);
        return new OpenAIClient(key, settings).GetChatClient(options.Model).AsIChatClient();
    }
}
