namespace Vitrine.Seals;

/// <summary>Takes lines that match: the line's number from 1, where it begins and ends in the text (without its feed), and where in the text the match does.</summary>
internal delegate void TakeLine(int number, int start, int end, int matchStart, int matchEnd);

/// <summary>Finds the lines of a text that match. Scans are used from many threads.</summary>
internal abstract class LineScan
{
    /// <summary>Reports each matching line once, in order.</summary>
    /// <exception cref="OperationCanceledException">The limit was reached.</exception>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">The same, within one line.</exception>
    public abstract void Scan(ReadOnlySpan<byte> text, TakeLine take, SearchLimit limit);
}

/// <summary>Counts line feeds on the way through a text, each once.</summary>
internal ref struct LineWalk(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _counted;
    private int _number = 1;

    /// <summary>The line that a later offset lies in.</summary>
    public (int Number, int Start, int End) At(int offset)
    {
        var start = _text[_counted..offset].LastIndexOf((byte)'\n');
        start = start < 0 ? _counted : _counted + start + 1;
        _number += _text[_counted..start].Count((byte)'\n');
        _counted = start;
        var length = _text[offset..].IndexOf((byte)'\n');
        return (_number, start, length < 0 ? _text.Length : offset + length);
    }
}
