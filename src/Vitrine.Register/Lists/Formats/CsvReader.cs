using System.Text;

namespace Vitrine.Register;

/// <summary>
/// RFC 4180, read strictly: records end in LF or CRLF; a field that holds a comma, a quote or a line end stands in quotes, and a quote within is doubled. A quote
/// elsewhere, or one that never ends, is a fault of its line.
/// </summary>
internal ref struct CsvReader(ReadOnlySpan<char> text)
{
    private const int MostFields = 64;

    private ReadOnlySpan<char> _rest = text;
    private int _next = 1;

    /// <summary>The line on which the record that was read begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Takes a whole line off as it stands, for what comes before the header.</summary>
    public bool TryReadComment(out string comment)
    {
        comment = "";
        if (_rest.IsEmpty || _rest[0] != '#')
        {
            return false;
        }

        var end = _rest.IndexOf('\n');
        comment = (end < 0 ? _rest : _rest[..end]).TrimEnd('\r')[1..].Trim().ToString();
        _rest = end < 0 ? [] : _rest[(end + 1)..];
        Line = _next++;
        return true;
    }

    /// <summary>Reads a record; false at the end.</summary>
    /// <param name="fields">Its fields; as far as they were read where it is malformed.</param>
    /// <param name="fault">What is wrong with it; reading goes on at the next line.</param>
    public bool TryRead(List<string> fields, out string? fault)
    {
        fields.Clear();
        fault = null;
        if (_rest.IsEmpty)
        {
            return false;
        }

        Line = _next;
        while (fault is null)
        {
            fault = ReadField(fields);
            if (fields.Count > MostFields)
            {
                fault = $"A row has at most {MostFields} fields.";
            }

            if (fault is null && (_rest.IsEmpty || TakeLineEnd()))
            {
                return true;
            }

            if (fault is null)
            {
                _rest = _rest[1..];
                if (_rest.IsEmpty)
                {
                    fields.Add("");
                    return true;
                }
            }
        }

        SkipLine();
        return true;
    }

    /// <summary>Reads up to the comma, the line end or the end.</summary>
    private string? ReadField(List<string> fields)
    {
        if (_rest.IsEmpty || _rest[0] != '"')
        {
            var end = _rest.IndexOfAny(",\"\r\n");
            end = end < 0 ? _rest.Length : end;
            fields.Add(_rest[..end].ToString());
            _rest = _rest[end..];
            return _rest is ['"', ..] ? "A quote stands inside a field that does not begin with one. Put the whole field in quotes and double the quotes within."
                : _rest is ['\r', ..] and not ['\r', '\n', ..] ? "A carriage return stands alone. Lines end in LF or CRLF."
                : null;
        }

        var field = new StringBuilder();
        _rest = _rest[1..];
        while (true)
        {
            var quote = _rest.IndexOf('"');
            if (quote < 0)
            {
                return "A quote is opened and never closed.";
            }

            _next += _rest[..quote].Count('\n');
            field.Append(_rest[..quote]);
            _rest = _rest[(quote + 1)..];
            if (_rest is not ['"', ..])
            {
                break;
            }

            field.Append('"');
            _rest = _rest[1..];
        }

        fields.Add(field.ToString());
        return _rest.IsEmpty || _rest is [',' or '\n', ..] or ['\r', '\n', ..] ? null : "Something follows a closing quote; only a comma or the line's end may.";
    }

    private bool TakeLineEnd()
    {
        var length = _rest is ['\n', ..] ? 1 : _rest is ['\r', '\n', ..] ? 2 : 0;
        _rest = _rest[length..];
        _next += length > 0 ? 1 : 0;
        return length > 0;
    }

    private void SkipLine()
    {
        var end = _rest.IndexOf('\n');
        _rest = end < 0 ? [] : _rest[(end + 1)..];
        _next++;
    }
}
