namespace Vitrine.Artifacts;

/// <summary>One range of an image and what stands there in its canonical form.</summary>
/// <param name="By">The normaliser, by its place in the list.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">Bytes that are replaced.</param>
/// <param name="With">What replaces them; of another length where the image shrinks or grows there.</param>
/// <param name="Note">The value in words, for the explanation.</param>
internal sealed record Edit(int By, int Offset, int Length, ReadOnlyMemory<byte> With, string Note);

/// <summary>
/// The way from an image to its canonical form. Two images whose canonical forms are equal differ only where edits are, so every
/// differing byte has a normaliser that answers for it. Ranges never overlap: two structures that share bytes are refused.
/// </summary>
internal sealed class Edits(ReadOnlyMemory<byte> image, string format)
{
    private static readonly byte[] _zeros = new byte[4096];
    private readonly SortedList<int, Edit> _byOffset = [];
    private int _by;

    public IEnumerable<Edit> All => _byOffset.Values;

    /// <summary>Edits from now on are those of the normaliser at this place in the list.</summary>
    public void Begin(int normaliser) => _by = normaliser;

    public void Zero(long offset, long length, string note = "") =>
        Replace(offset, length, length <= _zeros.Length ? _zeros.AsMemory(0, (int)length) : new byte[length], note);

    public void Cut(long offset, long length, string note = "") => Replace(offset, length, ReadOnlyMemory<byte>.Empty, note);

    public void Replace(long offset, long length, ReadOnlyMemory<byte> with, string note = "")
    {
        if (offset < 0 || length < 0 || offset + length > image.Length)
        {
            throw new ArtifactFormatException(format, ArtifactFault.Truncated, offset, "a structure reaches beyond the end");
        }

        if (length == 0)
        {
            return;
        }

        var edit = new Edit(_by, (int)offset, (int)length, with, note);
        var next = After(edit.Offset);
        var overlaps = (next < _byOffset.Count && _byOffset.Values[next].Offset < offset + length)
            || (next > 0 && End(_byOffset.Values[next - 1]) > offset);
        if (overlaps)
        {
            throw new ArtifactFormatException(format, ArtifactFault.Contradiction, offset, "two structures share bytes");
        }

        _byOffset.Add(edit.Offset, edit);
    }

    /// <summary>Where the bytes of the image lie in the canonical form, as far as edits are known by now.</summary>
    public Moves Moves() => new([.. _byOffset.Values.Where(edit => edit.With.Length != edit.Length)]);

    /// <summary>The canonical form of the whole image.</summary>
    public byte[] Canonical() => Canonical(0, image.Length);

    /// <summary>The canonical form of a range; an edit counts where it begins.</summary>
    public byte[] Canonical(long from, long to)
    {
        from = Math.Clamp(from, 0, image.Length);
        to = Math.Clamp(to, from, image.Length);
        var canonical = new MemoryStream((int)(to - from));
        var position = (int)from;
        for (var i = First((int)from); i < _byOffset.Count && _byOffset.Values[i].Offset < to; i++)
        {
            var edit = _byOffset.Values[i];
            canonical.Write(image.Span[position..edit.Offset]);
            canonical.Write(edit.With.Span);
            position = Math.Min(End(edit), (int)to);
        }

        canonical.Write(image.Span[position..(int)to]);
        return canonical.ToArray();
    }

    private static int End(Edit edit) => edit.Offset + edit.Length;

    private int First(int offset)
    {
        var i = After(offset);
        return i > 0 && _byOffset.Keys[i - 1] == offset ? i - 1 : i;
    }

    /// <summary>Place of the first edit that begins after <paramref name="offset"/>.</summary>
    private int After(int offset)
    {
        int low = 0, high = _byOffset.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _byOffset.Keys[middle] <= offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
