namespace Telemetry.Grpc.Errors;

/// <summary>The request is wrong whatever the state of the server; sent as INVALID_ARGUMENT with a google.rpc.BadRequest.</summary>
public sealed class InvalidArgumentException(IReadOnlyList<FieldViolation> violations) : Exception(string.Join(' ', violations))
{
    /// <summary>One field that is wrong.</summary>
    /// <param name="field">Path of the field in the request, as the proto spells it: <c>filter.device_types[2]</c>.</param>
    /// <param name="found">What it holds.</param>
    /// <param name="expected">What it must hold.</param>
    public InvalidArgumentException(string field, string found, string expected) : this([new FieldViolation(field, found, expected)])
    {
    }

    /// <summary>Every field that is wrong, at least one.</summary>
    public IReadOnlyList<FieldViolation> Violations { get; } = violations;
}
