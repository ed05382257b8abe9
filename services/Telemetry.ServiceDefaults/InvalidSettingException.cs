namespace Telemetry.ServiceDefaults;

/// <summary>A setting that the host can't start with; the message is one line for the person who starts it.</summary>
/// <param name="setting">The setting's name as one writes it, for example <c>--rate</c>.</param>
/// <param name="value">What was found.</param>
/// <param name="rule">What was expected, completing "must …".</param>
public sealed class InvalidSettingException(string setting, string? value, string rule)
    : Exception($"{setting} is '{value}'; it {rule}.");
