using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Telemetry.LanguageModel;

/// <summary>The language model that may propose plans; section <c>Chat:Llm</c>. Without an endpoint none is asked.</summary>
public sealed class LanguageModelOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Chat:Llm";

    /// <summary>
    /// Base address of an API that is compatible with OpenAI's chat completions, such as <c>https://api.openai.com/v1</c>. Questions that
    /// the planner does not understand, and the catalogue, are sent there. Default: none.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Name of the model; needed with <see cref="Endpoint"/>.</summary>
    public string? Model { get; set; }

    /// <summary>Key of the API; null for servers that want none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How long a reply may take in all, seconds, 1 to 60; then the planner's refusal stands. Default: 10.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Largest reply that is read, bytes, 1,024 to 1 MiB. Default: 64 KiB; a plan has a few hundred bytes.</summary>
    [Range(1_024, 1024 * 1024)]
    public int MaxReplyBytes { get; set; } = 64 * 1024;

    /// <summary>Longest reply asked for, tokens, 100 to 4,000. Default: 1,000.</summary>
    [Range(100, 4_000)]
    public int MaxReplyTokens { get; set; } = 1_000;
}

/// <summary>Rules that attributes can't express.</summary>
internal sealed class LanguageModelOptionsValidator : IValidateOptions<LanguageModelOptions>
{
    public ValidateOptionsResult Validate(string? name, LanguageModelOptions options)
    {
        if (options.Endpoint is not { } endpoint) return ValidateOptionsResult.Success;
        List<string> failures = [];
        if (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("http" or "https"))
            failures.Add($"Chat:Llm:Endpoint is '{endpoint}'; it must be an absolute http or https address such as https://api.openai.com/v1.");
        if (string.IsNullOrWhiteSpace(options.Model))
            failures.Add("Chat:Llm:Endpoint is set and Chat:Llm:Model is not; name the model to ask.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
