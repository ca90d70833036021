namespace Vitrine.Seals;

/// <summary>Counts the lines of a content that arrives in pieces, and tells how it reads as text.</summary>
internal struct LineCounter
{
    /// <summary>How many bytes are looked at for a zero.</summary>
    public const int Probe = 8000;

    private long _position;
    private long _feeds;
    private TextKind _kind;
    private bool _any;
    private bool _marked;
    private byte _previous;
    private bool _endsWithFeed;

    /// <summary>How the first bytes of a content read.</summary>
    public static TextKind KindOf(ReadOnlySpan<byte> start) => MarkOf(start) ?? (start[..Math.Min(start.Length, Probe)].Contains((byte)0) ? TextKind.Binary : TextKind.Utf8);

    /// <summary>Which UTF-16 a content is marked as; null if none.</summary>
    public static TextKind? MarkOf(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? TextKind.Utf16LittleEndian : start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? TextKind.Utf16BigEndian : null;

    /// <summary>Takes the next piece; the first has at least <see cref="Probe"/> bytes, or all there are.</summary>
    public void Append(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        if (_position == 0)
        {
            _kind = KindOf(piece);
            _any = true;
            _marked = piece.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
        }

        if (_kind == TextKind.Utf8)
        {
            _feeds += piece.Count((byte)'\n');
            _endsWithFeed = piece[^1] == '\n';
        }
        else if (_kind != TextKind.Binary)
        {
            AppendUnits(piece);
        }

        _position += piece.Length;
    }

    /// <summary>What was found.</summary>
    public readonly (TextKind Kind, long Lines) Finish()
    {
        if (!_any)
        {
            return (TextKind.Utf8, 0);
        }

        return _kind switch
        {
            TextKind.Binary => (_kind, 0),
            TextKind.Utf8 when _marked && _position == 3 => (_kind, 0),
            TextKind.Utf8 => (_kind, _feeds + (_endsWithFeed ? 0 : 1)),

            // The mark itself is not a line; an odd last byte is shown as one U+FFFD, so it is.
            _ => (_kind, _position <= 2 ? 0 : _feeds + (_endsWithFeed && _position % 2 == 0 ? 0 : 1)),
        };
    }

    private void AppendUnits(ReadOnlySpan<byte> piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            if ((_position + i) % 2 == 1)
            {
                _endsWithFeed = _kind == TextKind.Utf16LittleEndian ? (_previous, piece[i]) == ('\n', 0) : (_previous, piece[i]) == (0, '\n');
                _feeds += _endsWithFeed ? 1 : 0;
            }

            _previous = piece[i];
        }
    }
}
