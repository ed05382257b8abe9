using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Telemetry.Chat.Export;

/// <summary>
/// Lines of CSV: RFC 4180, UTF-8, CRLF. Texts that a spreadsheet would take for a formula get an apostrophe in front
/// (https://owasp.org/www-community/attacks/CSV_Injection); numbers stay numbers, negative ones too.
/// </summary>
internal static class CsvLine
{
    // Semicolon and tab are separators to spreadsheets of other countries: unquoted, what follows one would begin a cell.
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\t\"\r\n'");

    public static void WriteHeader(IBufferWriter<byte> output, IEnumerable<string> names)
    {
        var first = true;
        foreach (var name in names)
        {
            if (!first) output.Write(","u8);
            first = false;
            WriteText(output, name);
        }

        output.Write("\r\n"u8);
    }

    public static void WriteRow(IBufferWriter<byte> output, IEnumerable<JsonElement> cells)
    {
        var first = true;
        foreach (var cell in cells)
        {
            if (!first) output.Write(","u8);
            first = false;
            WriteCell(output, cell);
        }

        output.Write("\r\n"u8);
    }

    private static void WriteCell(IBufferWriter<byte> output, JsonElement cell)
    {
        switch (cell.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            case JsonValueKind.String:
                WriteText(output, cell.GetString()!);
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                Encoding.UTF8.GetBytes(cell.GetRawText(), output);
                break;
            default:
                WriteText(output, cell.GetRawText());
                break;
        }
    }

    private static void WriteText(IBufferWriter<byte> output, string text)
    {
        var guarded = LooksLikeFormula(text) ? "'" + text : text;
        if (!guarded.AsSpan().ContainsAny(Quoted) && !(guarded.Length > 0 && (char.IsWhiteSpace(guarded[0]) || char.IsWhiteSpace(guarded[^1]))))
        {
            Encoding.UTF8.GetBytes(guarded, output);
            return;
        }

        output.Write("\""u8);
        Encoding.UTF8.GetBytes(guarded.Replace("\"", "\"\"", StringComparison.Ordinal), output);
        output.Write("\""u8);
    }

    // Spreadsheets skip blanks and unseen characters in front, and read full-width forms as the plain ones.
    private static bool LooksLikeFormula(string text)
    {
        foreach (var character in text)
        {
            if (character is '\t' or '\r' or '\n') return true;
            if (char.IsWhiteSpace(character) || char.IsControl(character) || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.Format) continue;
            return character is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '|' or '%';
        }

        return false;
    }
}
