using System.Buffers;

namespace Vitrine.Seals;

/// <summary>Control characters in text: a terminal obeys them instead of showing them.</summary>
internal sealed class ControlCharacterRule : ScreeningRule
{
    // C0 without tab, line feed, vertical tab, form feed and carriage return; and U+007F.
    private static readonly SearchValues<byte> Controls =
        SearchValues.Create((ReadOnlySpan<byte>)[0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    public override string Id => "control-character";

    public override string Title => "Control character in text";

    public override ScreeningSeverity Severity => ScreeningSeverity.Low;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description => "Escape, backspace and other control characters, by which a terminal can be made to hide part of a text.";

    public override string FalsePositives =>
        "Scripts and recorded output hold them for colours. Left out are form feeds, vertical tabs, and a lone U+001A at the end, as old editors put it.";

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        if (!file.IsText)
        {
            return;
        }

        var text = file.Text;
        LoneReturns(text, hits);
        var at = 0;
        while (at < text.Length)
        {
            var found = text[at..].IndexOfAny(Controls);
            if (found < 0)
            {
                return;
            }

            at += found;
            if (text[at] == 0x1A && at == text.Length - 1)
            {
                return;
            }

            if (!hits.HasRoom(this))
            {
                return;
            }

            hits.Add(this, at, 1, ScreeningSeverity.Low, $"The control character U+{text[at]:X4} stands in this line.");
            at = file.LineEnd(at);
        }
    }

    /// <summary>A carriage return without a line feed, where lines end with feeds: what follows is a line of its own to some programs, and part of a comment to others.</summary>
    private void LoneReturns(ReadOnlySpan<byte> text, Hits hits)
    {
        if (!text.Contains((byte)'\r'))
        {
            return;
        }

        var (first, count) = (-1, 0);
        for (var at = 0; at < text.Length && text[at..].IndexOf((byte)'\r') is var next and >= 0; at++)
        {
            at += next;
            if (at + 1 < text.Length && text[at + 1] is not ((byte)'\n' or (byte)'\r'))
            {
                first = first < 0 ? at : first;
                count++;
            }
        }

        // More of them than of feeds: a text of an old Macintosh.
        if (count > 0 && count <= text.Count((byte)'\n'))
        {
            hits.Add(this, first, 1, ScreeningSeverity.Low, $"A carriage return stands alone in this line{(count > 1 ? $" and in {count - 1} more places" : "")}, where some programs begin a new line and others do not.");
        }
    }
}
