using System.Runtime.CompilerServices;

namespace Telemetry.Domain.Parsing;

/// <summary>What kind of JSON value stands at a property.</summary>
public enum TokenKind : byte
{
    Absent,
    Null,
    Text,

    /// <summary>A text that holds JSON escapes.</summary>
    EscapedText,
    Number,
    True,
    False,
    Composite,
}

/// <summary>Where a property's value stands in the message, quotes excluded.</summary>
public readonly record struct Token(int Start, ushort Length, TokenKind Kind);

/// <summary>The values of one message by <see cref="EventField"/>.</summary>
[InlineArray(EventFields.Count)]
public struct EventTokens
{
    private Token _first;
}
