using System.Text;

namespace Vitrine.Seals;

/// <summary>The pattern of one name between slashes.</summary>
internal sealed class GlobName
{
    private readonly Part[] _parts;

    // How names begin and end, where nothing else is asked but what is between them may be anything.
    private readonly string? _start;
    private readonly string _end = "";

    private GlobName(Part[] parts, bool isAnyFolders)
    {
        _parts = parts;
        IsAnyFolders = isAnyFolders;
        var star = Array.FindIndex(parts, part => part.Kind == PartKind.AnyMany);
        if (star >= 0 && parts.Where((part, place) => place != star).All(part => part.Kind == PartKind.Exact))
        {
            (_start, _end) = (string.Concat(parts[..star].Select(part => part.Exact)), string.Concat(parts[(star + 1)..].Select(part => part.Exact)));
        }
    }

    private enum PartKind
    {
        Exact,
        AnyOne,
        AnyMany,
        Class,
    }

    /// <summary><c>**</c>: any number of names.</summary>
    public static GlobName AnyFolders { get; } = new([], true);

    public bool IsAnyFolders { get; }

    public static GlobName Parse(string pattern, int start, int length)
    {
        var text = pattern.AsSpan(start, length);
        if (text is "**")
        {
            return AnyFolders;
        }

        if (text.IsEmpty || text is "." or "..")
        {
            throw new GlobFormatException(pattern, start, text.IsEmpty ? "a name is empty" : "no path has this name");
        }

        var parts = new List<Part>();
        for (var i = 0; i < length;)
        {
            switch (text[i])
            {
                case '*':
                    if (parts is not [.., { Kind: PartKind.AnyMany }])
                    {
                        parts.Add(new Part(PartKind.AnyMany, default, null, false));
                    }

                    i++;
                    break;
                case '?':
                    parts.Add(new Part(PartKind.AnyOne, default, null, false));
                    i++;
                    break;
                case '[':
                    parts.Add(ParseClass(pattern, start, text, ref i));
                    break;
                default:
                    parts.Add(new Part(PartKind.Exact, One(pattern, start, text, ref i), null, false));
                    break;
            }
        }

        return new GlobName([.. parts], false);
    }

    /// <summary>Matches a whole name, in time of the name's length times the pattern's.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        if (_start is not null)
        {
            return name.Length >= _start.Length + _end.Length && name.StartsWith(_start, StringComparison.Ordinal) && name.EndsWith(_end, StringComparison.Ordinal);
        }

        // The usual walk: on a mismatch, go back to the last star and let it take one character more.
        var (part, position, star, mark) = (0, 0, -1, 0);
        while (position < name.Length)
        {
            _ = Rune.DecodeFromUtf16(name[position..], out var rune, out var width);
            if (part < _parts.Length && _parts[part].Kind == PartKind.AnyMany)
            {
                (star, mark) = (part++, position);
            }
            else if (part < _parts.Length && _parts[part].Takes(rune))
            {
                part++;
                position += width;
            }
            else if (star >= 0)
            {
                _ = Rune.DecodeFromUtf16(name[mark..], out _, out width);
                mark += width;
                (part, position) = (star + 1, mark);
            }
            else
            {
                return false;
            }
        }

        while (part < _parts.Length && _parts[part].Kind == PartKind.AnyMany)
        {
            part++;
        }

        return part == _parts.Length;
    }

    private static Part ParseClass(string pattern, int start, ReadOnlySpan<char> text, ref int i)
    {
        var open = i++;
        var negated = i < text.Length && text[i] is '!' or '^';
        i += negated ? 1 : 0;
        var ranges = new List<(Rune From, Rune To)>();
        while (i < text.Length && (text[i] != ']' || ranges.Count == 0))
        {
            var from = One(pattern, start, text, ref i);
            var to = from;
            if (i + 1 < text.Length && text[i] == '-' && text[i + 1] != ']')
            {
                i++;
                to = One(pattern, start, text, ref i);
            }

            if (to < from)
            {
                throw new GlobFormatException(pattern, start + i - 1, "a range ends before it begins");
            }

            ranges.Add((from, to));
        }

        if (i >= text.Length)
        {
            throw new GlobFormatException(pattern, start + open, "a bracket is not closed");
        }

        i++;
        return new Part(PartKind.Class, default, [.. ranges], negated);
    }

    private static Rune One(string pattern, int start, ReadOnlySpan<char> text, ref int i)
    {
        if (text[i] == '\\' && ++i == text.Length)
        {
            throw new GlobFormatException(pattern, start + i - 1, "a backslash has nothing after it");
        }

        if (Rune.DecodeFromUtf16(text[i..], out var rune, out var width) != System.Buffers.OperationStatus.Done)
        {
            throw new GlobFormatException(pattern, start + i, "half a character");
        }

        i += width;
        return rune;
    }

    private readonly record struct Part(PartKind Kind, Rune Exact, (Rune From, Rune To)[]? Ranges, bool Negated)
    {
        public bool Takes(Rune rune) => Kind switch
        {
            PartKind.Exact => rune == Exact,
            PartKind.AnyOne => true,
            PartKind.Class => Array.Exists(Ranges!, range => range.From <= rune && rune <= range.To) != Negated,
            _ => false,
        };
    }
}
