using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Telemetry.ServiceDefaults.Lifetime;

/// <summary>Finds what is wrong with the settings in what a host throws when it is built or started.</summary>
internal static partial class SettingErrors
{
    /// <summary>A line for each wrong setting; empty when the exception is about something else.</summary>
    public static IReadOnlyList<string> In(Exception exception) => exception switch
    {
        InvalidSettingException => [exception.Message],
        OptionsValidationException options => [.. options.Failures.Select(failure => Named(options.OptionsType, failure))],
        // Several options classes were wrong at once.
        AggregateException all when all.InnerExceptions.All(inner => inner is OptionsValidationException) => [.. all.InnerExceptions.SelectMany(In)],
        // The binder: "Failed to convert configuration value 'abc' at 'Simulator:MaxEvents' to type 'System.Int64'."
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => [exception.Message],
        _ => [],
    };

    // Data annotations name class and member; the person knows the section and the member.
    private static string Named(Type options, string failure)
    {
        if (Annotation().Match(failure) is not { Success: true } match) return failure;
        var section = options.GetField("Section")?.GetRawConstantValue() as string ?? options.Name;
        var setting = $"{section}:{match.Groups["member"].Value}";
        var rule = match.Groups["rule"].Value;
        return rule.StartsWith(setting, StringComparison.Ordinal) ? rule : $"{setting}: {rule}";
    }

    [GeneratedRegex("^DataAnnotation validation failed for '.*' members: '(?<member>.*?)' with the error: '(?<rule>.*)'\\.$", RegexOptions.Singleline)]
    private static partial Regex Annotation();
}
