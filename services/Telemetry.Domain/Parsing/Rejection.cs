namespace Telemetry.Domain.Parsing;

/// <summary>Why a message is no valid event. <see cref="Reason"/> is a machine word; <see cref="Detail"/> says what was found and expected.</summary>
public sealed record Rejection(string Reason, string Detail)
{
    public const string Empty = "empty";
    public const string TooLarge = "too_large";
    public const string InvalidUtf8 = "invalid_utf8";
    public const string MalformedJson = "malformed_json";
    public const string MissingField = "missing_field";
    public const string WrongType = "wrong_type";
    public const string OutOfRange = "out_of_range";
    public const string InvalidText = "invalid_text";
    public const string InvalidTimestamp = "invalid_timestamp";
    public const string TimestampTooOld = "timestamp_too_old";
    public const string TimestampInFuture = "timestamp_in_future";
    public const string InvalidKey = "invalid_key";
    public const string TenantLimit = "tenant_limit";
}
