namespace Vitrine.Seals;

/// <summary>A pattern that stands for its own bytes, anywhere or as a whole word.</summary>
internal sealed class PlainText(byte[] bytes, bool isWord)
{
    /// <summary>What <see cref="Find"/> gives where only the automaton knows.</summary>
    public const int Unknown = -2;

    /// <summary>The bytes.</summary>
    public Literal Literal { get; } = new([.. bytes], [.. new byte[bytes.Length]]);

    /// <summary>How many there are.</summary>
    public int Length => bytes.Length;

    /// <summary>Whether the bytes, which stand at an offset of a text, match there; null if that depends on characters beyond ASCII beside them.</summary>
    public bool? Matches(ReadOnlySpan<byte> text, int at)
    {
        if (!isWord)
        {
            return true;
        }

        var (left, right) = (at > 0 ? text[at - 1] : (byte)'\n', at + bytes.Length < text.Length ? text[at + bytes.Length] : (byte)'\n');
        return ByteProgram.IsWordByte(left) || ByteProgram.IsWordByte(right) ? false : (left | right) < 0x80 ? true : null;
    }

    /// <summary>Where the first match in a line begins; -1 if there is none.</summary>
    public int Find(ReadOnlySpan<byte> line)
    {
        for (var from = 0; line[from..].IndexOf(bytes) is >= 0 and var found; from += found + 1)
        {
            switch (Matches(line, from + found))
            {
                case true:
                    return from + found;
                case null:
                    return Unknown;
            }
        }

        return -1;
    }
}
