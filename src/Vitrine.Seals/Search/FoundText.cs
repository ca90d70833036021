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

    /// <summary>A line by its number; the match is where a word first stands in it, or its start. The last line, if there are fewer.</summary>
    public FoundLine Line(int place, int number, ReadOnlySpan<byte> word)
    {
        _ = Line(new FoundLine(place, 1, 0, 0, 0, 0));
        var text = _text.Span;
        var start = 0;
        for (var line = 1; line < number && LineWalk.EndOf(text, start) + 1 is var next && next < text.Length; line++)
        {
            start = next;
        }

        var end = LineWalk.EndOf(text, start);
        var at = text[start..end].IndexOf(word);
        while (at >= 0 && !LexedLine.IsWord(text[start..end], at, word.Length))
        {
            at = text[(start + at + 1)..end].IndexOf(word) is >= 0 and var more ? at + 1 + more : -1;
        }

        return new FoundLine(place, number, start, end - start, Math.Max(at, 0), at < 0 ? 0 : at + word.Length);
    }

    /// <summary>The line as it is shown.</summary>
    public SearchMatch Match(FoundLine found) => SearchMatch.Of(seal.Files[found.Place].Path, Line(found), found);
}
