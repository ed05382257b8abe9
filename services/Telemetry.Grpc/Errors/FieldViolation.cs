namespace Telemetry.Grpc.Errors;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">Path of the field in the request, as the proto spells it: <c>filter.device_types[2]</c>.</param>
/// <param name="Found">What it holds, cut to a readable length.</param>
/// <param name="Expected">What it must hold.</param>
public sealed record FieldViolation(string Field, string Found, string Expected)
{
    /// <summary>One sentence for a person.</summary>
    public override string ToString() => $"{Field} is {Found}; expected {Expected}.";
}
