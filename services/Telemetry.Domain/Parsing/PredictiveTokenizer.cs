using System.Buffers;

namespace Telemetry.Domain.Parsing;

/// <summary>
/// Finds the values of an event's properties by what came before: producers write the same properties in the same order,
/// so after a value the bytes up to the next value (<c>,"title_id":</c>) are one of a few seen earlier. They are compared
/// instead of parsed, which is several times faster. Whatever does not compare goes to <see cref="JsonTokenizer"/>, and what
/// that finds is learnt. Every byte is checked, so the result is that of the reference. One instance per thread at a time.
/// </summary>
public sealed class PredictiveTokenizer
{
    private const int MaxStepsPerState = 6, End = EventFields.Count, Start = EventFields.Count;

    /// <summary>Escapes, and line breaks and other control characters: left to the reference.</summary>
    private static readonly SearchValues<byte> Unpredictable = SearchValues.Create([(byte)'\\', .. Enumerable.Range(0, 0x20).Select(value => (byte)value)]);

    private readonly List<Step>[] _steps = [.. Enumerable.Range(0, EventFields.Count + 1).Select(_ => new List<Step>(MaxStepsPerState))];
    private readonly List<(EventField Field, Token Token)> _order = [];

    /// <summary>From the end of one property's value to the start of the next one's (or to the end of the message).</summary>
    private sealed record Step(byte[] Between, int Next);

    /// <summary>Messages that had to be read by the reference.</summary>
    public long Unpredicted { get; private set; }

    /// <inheritdoc cref="JsonTokenizer.Read"/>
    public Rejection? Read(ReadOnlySpan<byte> json, ref EventTokens tokens)
    {
        if (!json.ContainsAny(Unpredictable))
        {
            if (TryPredict(json, ref tokens))
                return null;
            Unpredicted++;
            _order.Clear();
            var rejection = JsonTokenizer.Read(json, ref tokens, _order);
            if (rejection is null)
                Learn(json);
            return rejection;
        }
        Unpredicted++;
        return JsonTokenizer.Read(json, ref tokens);
    }

    private bool TryPredict(ReadOnlySpan<byte> json, ref EventTokens tokens)
    {
        tokens = default;
        var state = Start;
        var at = 0;
        while (true)
        {
            var next = Follow(_steps[state], json[at..], ref at);
            if (next < 0)
                return false;
            if (next == End)
                return at == json.Length;
            ref var token = ref tokens[next];
            if (token.Kind != TokenKind.Absent || !TryValue(json, ref at, out token))
                return false;
            state = next;
        }
    }

    private static int Follow(List<Step> steps, ReadOnlySpan<byte> rest, ref int at)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            if (!rest.StartsWith(step.Between))
                continue;
            at += step.Between.Length;
            return step.Next;
        }
        return -1;
    }

    private static bool TryValue(ReadOnlySpan<byte> json, ref int at, out Token token)
    {
        token = default;
        var rest = json[at..];
        if (rest.IsEmpty)
            return false;
        switch (rest[0])
        {
            case (byte)'"':
                var length = rest[1..].IndexOf((byte)'"');
                if (length < 0)
                    return false;
                token = new Token(at + 1, (ushort)length, TokenKind.Text);
                at += length + 2;
                return true;
            case (byte)'n':
                if (!rest.StartsWith("null"u8))
                    return false;
                token = new Token(at, 4, TokenKind.Null);
                at += 4;
                return true;
            default:
                var digits = SimpleNumber(rest);
                token = new Token(at, (ushort)digits, TokenKind.Number);
                at += digits;
                return digits > 0;
        }
    }

    /// <summary>Length of a number without exponent that JSON's grammar allows; 0 for anything else.</summary>
    private static int SimpleNumber(ReadOnlySpan<byte> text)
    {
        var at = text[0] == '-' ? 1 : 0;
        var whole = at;
        while (at < text.Length && char.IsAsciiDigit((char)text[at]))
            at++;
        if (at == whole || (at - whole > 1 && text[whole] == '0'))
            return 0;
        if (at < text.Length && text[at] == '.')
        {
            var fraction = ++at;
            while (at < text.Length && char.IsAsciiDigit((char)text[at]))
                at++;
            if (at == fraction)
                return 0;
        }
        return at < text.Length && text[at] is (byte)'e' or (byte)'E' ? 0 : at;
    }

    private void Learn(ReadOnlySpan<byte> json)
    {
        var state = Start;
        var at = 0;
        foreach (var (field, token) in _order)
        {
            if (token.Kind is TokenKind.Composite or TokenKind.True or TokenKind.False)
                return; // never predicted: no step leads there
            var quote = token.Kind is TokenKind.Text ? 1 : 0;
            Learn(state, json[at..(token.Start - quote)], (int)field);
            state = (int)field;
            at = token.Start + token.Length + quote;
        }
        Learn(state, json[at..], End);
    }

    private void Learn(int state, ReadOnlySpan<byte> between, int next)
    {
        var steps = _steps[state];
        foreach (var step in steps)
        {
            if (between.SequenceEqual(step.Between))
                return;
        }
        if (steps.Count == MaxStepsPerState)
            steps.RemoveAt(0);
        steps.Add(new Step(between.ToArray(), next));
    }
}
