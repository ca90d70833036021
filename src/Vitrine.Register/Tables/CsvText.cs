using System.Text;

namespace Vitrine.Register;

/// <summary>Comma-separated values: RFC 4180, UTF-8, lines ended by CR LF, a first line of names; see docs/formats/register-csv.md.</summary>
/// <remarks>
/// A field that a spreadsheet would take for a formula (its first character but apostrophes is <c>= + - @</c>, a tab or a carriage return) gets an
/// apostrophe in front when written, and loses one when read: what was written is read again, exactly.
/// </remarks>
public static class CsvText
{
    /// <summary>Rows read from one file, at most.</summary>
    public const int MaxRows = 200_000;

    /// <summary>Fields in one row, at most.</summary>
    public const int MaxFields = 64;

    /// <summary>Characters of one field, at most.</summary>
    public const int MaxField = 32_768;

    private const string LineEnd = "\r\n";

    /// <summary>Writes one row.</summary>
    public static void Write(StringBuilder text, IEnumerable<string> fields)
    {
        var first = true;
        foreach (var field in fields)
        {
            text.Append(first ? "" : ",");
            first = false;
            var safe = LooksLikeFormula(field) ? "'" + field : field;
            if (safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 || (safe.Length > 0 && (safe[0] == ' ' || safe[^1] == ' ')))
            {
                text.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }
            else
            {
                text.Append(safe);
            }
        }

        text.Append(LineEnd);
    }

    /// <summary>Reads rows, each with the line it begins on, from 1; a semicolon separates where the first line has one and no comma.</summary>
    /// <exception cref="TableFormatException">It is no such file, or larger than the bounds above.</exception>
    public static IReadOnlyList<(int Line, string[] Fields)> Read(ReadOnlySpan<byte> bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new TableFormatException("The file is not UTF-8. Save it as CSV in UTF-8.");
        }

        return new Reader(text).Read();
    }

    private static bool LooksLikeFormula(string field) => field.AsSpan().TrimStart('\'') is [var c, ..] && c is '=' or '+' or '-' or '@' or '\t' or '\r';

    private sealed class Reader(string text)
    {
        private readonly char _separator = Separator(text);
        private int _at;
        private int _line = 1;

        public List<(int Line, string[] Fields)> Read()
        {
            var rows = new List<(int, string[])>();
            while (_at < text.Length)
            {
                var line = _line;
                var fields = Row();
                if (fields is [""])
                {
                    continue;
                }

                if (rows.Count == MaxRows + 1)
                {
                    throw new TableFormatException($"The file has more than {MaxRows:N0} rows. Split it.");
                }

                rows.Add((line, fields));
            }

            return rows;
        }

        private static char Separator(string text)
        {
            var end = text.AsSpan().IndexOfAny('\r', '\n');
            var head = end < 0 ? text : text.AsSpan()[..end];
            return head.Contains(';') && !head.Contains(',') ? ';' : ',';
        }

        private string[] Row()
        {
            var fields = new List<string>();
            while (true)
            {
                var field = _at < text.Length && text[_at] == '"' ? Quoted() : Plain();
                if (field.Length > MaxField || fields.Count == MaxFields)
                {
                    throw new TableFormatException($"Line {_line:N0}: a row has at most {MaxFields} fields of {MaxField:N0} characters each.");
                }

                fields.Add(LooksLikeFormula(field) && field[0] == '\'' ? field[1..] : field);
                if (_at >= text.Length || text[_at] != _separator)
                {
                    EndLine();
                    return [.. fields];
                }

                _at++;
            }
        }

        private string Plain()
        {
            var start = _at;
            while (_at < text.Length && text[_at] != _separator && text[_at] is not ('\r' or '\n'))
            {
                _at++;
            }

            return text[start.._at];
        }

        private string Quoted()
        {
            var (from, field) = (_line, new StringBuilder());
            for (_at++; _at < text.Length; _at++)
            {
                var c = text[_at];
                if (c != '"')
                {
                    _line += c == '\n' ? 1 : 0;
                    field.Append(c);
                }
                else if (_at + 1 < text.Length && text[_at + 1] == '"')
                {
                    field.Append('"');
                    _at++;
                }
                else
                {
                    _at++;
                    return _at >= text.Length || text[_at] == _separator || text[_at] is '\r' or '\n'
                        ? field.ToString()
                        : throw new TableFormatException($"Line {_line:N0}: text follows a closing quotation mark. Double the marks inside a field.");
                }
            }

            throw new TableFormatException($"Line {from:N0}: a quotation mark is opened and never closed.");
        }

        private void EndLine()
        {
            if (_at < text.Length && text[_at] == '\r')
            {
                _at++;
            }

            if (_at < text.Length && text[_at] == '\n')
            {
                _at++;
            }

            _line++;
        }
    }
}

/// <summary>A file is not the table that it is said to be; the message says where and what to do.</summary>
public sealed class TableFormatException(string message) : FormatException(message);
