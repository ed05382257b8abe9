using System.Text.Json;

namespace Telemetry.Domain.Parsing;

/// <summary>Finds the values of an event's properties with <see cref="Utf8JsonReader"/>: the reference, right for every message.</summary>
public static class JsonTokenizer
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    /// <summary>
    /// Fills the tokens, or says why the message is not one JSON object. Of a property that occurs twice the last counts;
    /// unknown properties are passed over. <paramref name="order"/>, when given, takes every property in order.
    /// </summary>
    public static Rejection? Read(ReadOnlySpan<byte> json, ref EventTokens tokens, List<(EventField Field, Token Token)>? order = null)
    {
        tokens = default;
        var reader = new Utf8JsonReader(json, Options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return new Rejection(Rejection.MalformedJson, $"expected one JSON object, found {reader.TokenType}");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var field = EventFields.Find(reader.ValueIsEscaped ? Unescaped(ref reader) : reader.ValueSpan);
                reader.Read();
                var token = TokenOf(ref reader);
                tokens[(int)field] = token;
                order?.Add((field, token));
            }
            return reader.Read() ? new Rejection(Rejection.MalformedJson, "text after the object") : null;
        }
        catch (JsonException exception)
        {
            return new Rejection(Rejection.MalformedJson, $"no valid JSON at byte {exception.BytePositionInLine} of line {exception.LineNumber}");
        }
    }

    private static Token TokenOf(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var length = (ushort)reader.ValueSpan.Length;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new Token(start + 1, length, reader.ValueIsEscaped ? TokenKind.EscapedText : TokenKind.Text);
            case JsonTokenType.Number:
                return new Token(start, length, TokenKind.Number);
            case JsonTokenType.Null:
                return new Token(start, length, TokenKind.Null);
            case JsonTokenType.True:
                return new Token(start, length, TokenKind.True);
            case JsonTokenType.False:
                return new Token(start, length, TokenKind.False);
            default:
                reader.Skip();
                return new Token(start, 0, TokenKind.Composite);
        }
    }

    private static byte[] Unescaped(ref Utf8JsonReader reader)
    {
        var buffer = new byte[reader.ValueSpan.Length];
        return buffer[..reader.CopyString(buffer)];
    }
}
