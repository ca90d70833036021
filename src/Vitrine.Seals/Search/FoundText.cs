namespace Vitrine.Seals;

/// <summary>Reads lines that were found, which follow each other mostly in one file.</summary>
internal sealed class FoundText(ScopedSeal seal)
{
    private int _place = -1;
    private ReadOnlyMemory<byte> _text;

    /// <summary>The bytes of a line.</summary>
    public ReadOnlySpan<byte> Line(FoundLine found)
    {
        if (found.Place != _place)
        {
            _place = found.Place;
            _text = seal.TryRead(found.Place, out var content) ? SealText.Utf8(content) : default;
        }

        // A file that is longer than one span is read line by line; it is not UTF-16.
        return seal.Files[found.Place].Size > int.MaxValue ? seal.Part(found.Place, found.Start, found.Length) : _text.Span.Slice((int)found.Start, found.Length);
    }

    /// <summary>The line as it is shown.</summary>
    public SearchMatch Match(FoundLine found) => SearchMatch.Of(seal.Files[found.Place].Path, Line(found), found);
}
