using System.Text;

namespace Vitrine.Seals;

/// <summary>Characters that reorder the text around them: "Trojan Source", CVE-2021-42574; Unicode UAX #9, 2.1 to 2.6.</summary>
internal sealed class BidiControlRule : ScreeningRule
{
    public override string Id => "bidi-control";

    public override string Title => "Bidirectional control character";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description =>
        "Embeddings, overrides and isolates (U+202A–202E, U+2066–2069), by which code can be shown in another order than it is read by a compiler (CVE-2021-42574). "
        + "Medium where isolates or embeddings are closed in their line, not nested, and the line holds letters that are written from right to left; marks (U+061C, "
        + "U+200E, U+200F) are low, and nothing beside such letters.";

    public override string FalsePositives => "Translations into Arabic, Hebrew and other such scripts use them rightly.";

    /// <summary>No compiler reads a document.</summary>
    internal override ScreeningSeverity In(ScreenedFile file, ScreeningSeverity severity) =>
        file.Is(FileRole.Document) && !file.Is(FileRole.Code | FileRole.Build) && severity == ScreeningSeverity.High ? ScreeningSeverity.Medium : severity;

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        if (file.IsAscii)
        {
            return;
        }

        var text = file.Text;
        for (var at = Next(text, 0); at >= 0; at = Next(text, at))
        {
            var end = file.LineEnd(at);
            if (!hits.HasRoom(this))
            {
                return;
            }

            Line(text, at, end, hits);
            at = end;
        }
    }

    /// <summary>The next bidirectional character: E2 80 8E–8F and AA–AE, E2 81 A6–A9, D8 9C.</summary>
    private static int Next(ReadOnlySpan<byte> text, int from)
    {
        while (from < text.Length)
        {
            var found = text[from..].IndexOfAny((byte)0xE2, (byte)0xD8);
            if (found < 0)
            {
                return -1;
            }

            from += found;
            if (KindAt(text[from..]) is HiddenKind.BidiControl or HiddenKind.BidiMark)
            {
                return from;
            }

            from++;
        }

        return -1;
    }

    private static HiddenKind? KindAt(ReadOnlySpan<byte> text) =>
        Rune.DecodeFromUtf8(text, out var rune, out _) == System.Buffers.OperationStatus.Done ? HiddenCharacters.KindOf(rune) : null;

    private void Line(ReadOnlySpan<byte> text, int first, int end, Hits hits)
    {
        var (open, deepest, isOverride, isUnbalanced, controls) = (0, 0, false, false, 0);
        var names = new SortedSet<int>();
        for (var at = first; at >= 0 && at < end; at = Next(text[..end], at + 2))
        {
            Rune.DecodeFromUtf8(text[at..], out var rune, out _);
            names.Add(rune.Value);
            switch (rune.Value)
            {
                case 0x202D or 0x202E:
                    isOverride = true;
                    open++;
                    break;
                case 0x202A or 0x202B or (>= 0x2066 and <= 0x2068):
                    open++;
                    break;
                case 0x202C or 0x2069:
                    open--;
                    isUnbalanced |= open < 0;
                    break;
                default:
                    continue;
            }

            controls++;
            deepest = Math.Max(deepest, open);
        }

        var before = text[..first].LastIndexOf((byte)'\n') + 1;

        // D7 to DF begin Hebrew, Arabic, Syriac, Thaana and N'Ko in UTF-8; D8 9C itself is a mark.
        var isRightToLeft = HasRightToLeft(text[before..end]);
        var shown = string.Join(", ", names.Select(value => $"U+{value:X4}"));
        if (controls == 0)
        {
            if (!isRightToLeft)
            {
                hits.Add(this, first, 2, ScreeningSeverity.Low, $"The line holds direction marks ({shown}), though nothing in it is written from right to left.");
            }

            return;
        }

        var isOrdinary = open == 0 && !isUnbalanced && !isOverride && deepest == 1 && isRightToLeft;
        hits.Add(
            this,
            first,
            3,
            isOrdinary ? ScreeningSeverity.Medium : ScreeningSeverity.High,
            $"The line holds bidirectional control characters ({shown}), so it may be shown in another order than it is read by a compiler (CVE-2021-42574).");
    }

    private static bool HasRightToLeft(ReadOnlySpan<byte> line)
    {
        for (var i = 0; i + 1 < line.Length; i++)
        {
            if (line[i] is >= 0xD7 and <= 0xDF && (line[i], line[i + 1]) != (0xD8, 0x9C))
            {
                return true;
            }
        }

        return false;
    }
}
