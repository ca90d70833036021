using System.Buffers;
using System.Text;

namespace Vitrine.Seals;

/// <summary>Characters without width or ink, in places where no script needs them.</summary>
internal sealed class InvisibleCharacterRule : ScreeningRule
{
    // So many in a row are not a slip of an editor but data.
    private const int Payload = 8;

    // What the first byte of an invisible character can be in UTF-8.
    private static readonly SearchValues<byte> Leads = SearchValues.Create((ReadOnlySpan<byte>)[0xC2, 0xCD, 0xE1, 0xE2, 0xE3, 0xEF, 0xF0, 0xF3]);

    public override string Id => "invisible-character";

    public override string Title => "Invisible character";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description =>
        "Joiners, fillers, tags, variation selectors and the like, which make names that look alike differ, or carry data that nobody sees. High from eight in a "
        + "row; soft hyphens and separators of lines are low; the rest is medium.";

    public override string FalsePositives =>
        "Left out are a mark at the file's start, joiners, selectors and breaks beside characters that are not ASCII (emoji, Arabic, Indic scripts, Thai), and the tags "
        + "of flags. A row that stands in the order of Unicode among others is a table. What remains are mostly slips: text that was copied from a web page.";

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        if (file.IsAscii)
        {
            return;
        }

        var text = file.Text;
        var at = 0;
        while (at < text.Length)
        {
            var found = text[at..].IndexOfAny(Leads);
            if (found < 0)
            {
                return;
            }

            at += found;
            if (!TryInvisible(text[at..], out var rune, out var consumed))
            {
                at += Math.Max(1, consumed);
                continue;
            }

            var (start, count) = (at, 0);
            while (at < text.Length && TryInvisible(text[at..], out _, out var more))
            {
                at += more;
                count++;
            }

            if (!IsNeeded(text, start, at, rune, count))
            {
                if (!hits.HasRoom(this))
                {
                    return;
                }

                Report(text, start, at - start, rune, count, hits);
                at = count >= Payload ? at : file.LineEnd(at);
            }
        }
    }

    private static bool TryInvisible(ReadOnlySpan<byte> text, out Rune rune, out int consumed) =>
        Rune.DecodeFromUtf8(text, out rune, out consumed) == OperationStatus.Done && HiddenCharacters.KindOf(rune) == HiddenKind.Invisible;

    private static bool IsNeeded(ReadOnlySpan<byte> text, int start, int end, Rune rune, int count)
    {
        var afterOther = start > 0 && text[start - 1] >= 0x80;
        var beforeOther = end < text.Length && text[end] >= 0x80;
        var touchesName = (start > 0 && Alphabet.Word.Contains(text[start - 1])) || (end < text.Length && Alphabet.Word.Contains(text[end]));
        return rune.Value switch
        {
            // Also after the digits and signs of keycap emoji.
            >= 0xFE00 and <= 0xFE0F => count <= 2 && (afterOther || (beforeOther && start > 0 && text[start - 1] is (byte)'#' or (byte)'*' or (>= (byte)'0' and <= (byte)'9'))),
            0x200C or 0x200D => count == 1 && (afterOther || beforeOther) && !touchesName,
            0x200B => count == 1 && afterOther && beforeOther,
            >= 0xE0020 and <= 0xE007F => count <= 7 && text[..start].EndsWith((ReadOnlySpan<byte>)[0xF0, 0x9F, 0x8F, 0xB4]),
            >= 0xE0100 and <= 0xE01EF => count == 1 && start >= 3 && text[start - 3] is >= 0xE3 and <= 0xE9,
            0x034F or (>= 0x180B and <= 0x180F) or (>= 0x17B4 and <= 0x17B5) => count == 1 && afterOther,
            _ => false,
        };
    }

    /// <summary>Each character is the next of the one before, and so is what follows them: a table of characters, and no data.</summary>
    private static bool IsTable(ReadOnlySpan<byte> text, int end)
    {
        var next = -1;
        while (Rune.DecodeFromUtf8(text, out var rune, out var consumed) == OperationStatus.Done && (next < 0 || rune.Value == next))
        {
            if (end <= 0)
            {
                return true;
            }

            next = rune.Value + 1;
            text = text[consumed..];
            end -= consumed;
        }

        return false;
    }

    private void Report(ReadOnlySpan<byte> text, int start, int length, Rune rune, int count, Hits hits)
    {
        if (count >= Payload && !IsTable(text[start..], length))
        {
            hits.Add(
                this,
                start,
                length,
                ScreeningSeverity.High,
                $"{count:N0} invisible characters stand here in a row, which can carry hidden data (the first is U+{rune.Value:X4}).");
            return;
        }

        var severity = rune.Value is 0xAD or 0x2028 or 0x2029 or (>= 0xFFF0 and <= 0xFFFB) ? ScreeningSeverity.Low : ScreeningSeverity.Medium;
        hits.Add(this, start, length, severity, $"The invisible character U+{rune.Value:X4} stands in this line.");
    }
}
