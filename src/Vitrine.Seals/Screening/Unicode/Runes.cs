using System.Text;

namespace Vitrine.Seals;

/// <summary>Goes through the characters of a text that are not ASCII; a text of ASCII alone costs next to nothing.</summary>
internal ref struct Runes(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _next;

    /// <summary>Where the current character begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public readonly int End => _next;

    /// <summary>The current character; U+FFFD for what is not UTF-8.</summary>
    public Rune Current { get; private set; }

    /// <summary>Goes on to the next character that is not ASCII.</summary>
    public bool MoveNext()
    {
        var skip = _text[_next..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
        if (skip < 0)
        {
            return false;
        }

        Start = _next + skip;
        _ = Rune.DecodeFromUtf8(_text[Start..], out var rune, out var consumed);
        Current = rune;
        _next = Start + consumed;
        return true;
    }

    /// <summary>The character that ends at a place, or null at the start of the text.</summary>
    public static Rune? Before(ReadOnlySpan<byte> text, int place)
    {
        if (place == 0)
        {
            return null;
        }

        _ = Rune.DecodeLastFromUtf8(text[..place], out var rune, out _);
        return rune;
    }

    /// <summary>The character that begins at a place, or null at the end of the text.</summary>
    public static Rune? At(ReadOnlySpan<byte> text, int place)
    {
        if (place >= text.Length)
        {
            return null;
        }

        _ = Rune.DecodeFromUtf8(text[place..], out var rune, out _);
        return rune;
    }
}
