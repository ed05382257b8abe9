using System.Buffers.Text;

namespace Telemetry.Domain.Parsing;

/// <summary>Reads JSON numbers that were found valid by a tokenizer.</summary>
public static class JsonNumber
{
    private const int ExactDigits = 15;

    private static readonly double[] PowersOfTen =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>
    /// The nearest double. Up to 15 digits without exponent the digits and the power of ten are both exact doubles, so one
    /// division rounds correctly (Clinger, "How to read floating point numbers accurately", 1990); the rest goes to the runtime.
    /// </summary>
    public static double Read(ReadOnlySpan<byte> text)
    {
        long digits = 0;
        var fraction = -1;
        var negative = text[0] == '-';
        if (text.Length <= ExactDigits)
        {
            for (var i = negative ? 1 : 0; i < text.Length; i++)
            {
                var digit = text[i] - '0';
                if ((uint)digit <= 9)
                    digits = (digits * 10) + digit;
                else if (text[i] == '.')
                    fraction = i;
                else
                    return ReadSlowly(text);
            }
            var value = fraction < 0 ? digits : digits / PowersOfTen[text.Length - fraction - 1];
            return negative ? -value : value;
        }
        return ReadSlowly(text);
    }

    private static double ReadSlowly(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out double value, out var consumed) && consumed == text.Length ? value : double.NaN;
}
