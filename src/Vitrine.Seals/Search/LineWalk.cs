namespace Vitrine.Seals;

/// <summary>Counts line feeds on the way through a text, each once.</summary>
internal ref struct LineWalk(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _counted;
    private int _number = 1;

    /// <summary>The number, from 1, of a line that begins at a later offset.</summary>
    public int NumberAt(int start)
    {
        _number += _text[_counted..start].Count((byte)'\n');
        _counted = start;
        return _number;
    }

    /// <summary>Where the line ends that begins at an offset: at its feed, or at the text's end.</summary>
    public static int EndOf(ReadOnlySpan<byte> text, int start) => text[start..].IndexOf((byte)'\n') is >= 0 and var feed ? start + feed : text.Length;
}
