using System.Text;

namespace Vitrine.Seals;

/// <summary>Characters without ink.</summary>
internal sealed class InvisibleCharacter() : ScreeningRule("invisible-character", "Invisible character", FindingSeverity.Medium)
{
    private const int LongRun = 4;
    private const int LongestFlag = 8;

    public override string Description =>
        "Characters that are not seen (joiners, fillers, soft hyphens, variation selectors, tags) make two names look alike, hide a parameter, or carry a hidden payload.";

    public override string FalsePositives => "Emoji, and scripts that need joiners; both are recognised by their neighbours and left out. In documents it counts as low.";

    internal override void Screen(ScreenedFile file, FindingSink sink)
    {
        var text = file.Text.Span;
        var runes = new Runes(text);
        var (runStart, runEnd, runLength, runHigh) = (-1, -1, 0, false);
        while (runes.MoveNext())
        {
            if (HiddenCharacters.KindOf(runes.Current) != HiddenKind.Invisible)
            {
                continue;
            }

            // A flag's tags follow each other; other characters at home stand alone, so that none opens the door for a payload.
            if (runes.Start == runEnd && (runStart >= 0 || (runLength < LongestFlag && runes.Current.Value is >= 0xE0020 and <= 0xE007F)))
            {
                (runEnd, runLength) = (runes.End, runLength + 1);
                continue;
            }

            Report(file, sink, text, runStart, runLength, runHigh);
            (runStart, runEnd, runLength) = (IsAtHome(text, runes.Start, runes.End, runes.Current) ? -1 : runes.Start, runes.End, 1);
            runHigh = runes.Current.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or (>= 0xE0000 and <= 0xE007F);
        }

        Report(file, sink, text, runStart, runLength, runHigh);
    }

    private void Report(ScreenedFile file, FindingSink sink, ReadOnlySpan<byte> text, int start, int length, bool high)
    {
        if (start < 0)
        {
            return;
        }

        var severity = file.IsProse ? FindingSeverity.Low : high || length >= LongRun ? FindingSeverity.High : Severity;
        var first = Runes.At(text, start)!.Value.Value;
        sink.Add(this, severity, start, length == 1 ? $"U+{first:X4} is not seen." : $"{length:N0} characters from U+{first:X4} on are not seen{(length >= LongRun ? "; so many can carry data" : "")}.");
    }

    /// <summary>Whether the neighbours explain the character.</summary>
    private static bool IsAtHome(ReadOnlySpan<byte> text, int start, int end, Rune rune)
    {
        var before = Runes.Before(text, start)?.Value ?? 0;
        var after = Runes.At(text, end)?.Value ?? 0;
        return rune.Value switch
        {
            // Variation selectors after a symbol, a letter of another script, or the digit of a keycap.
            >= 0xFE00 and <= 0xFE0F => before > 0xFF || before is 0xA9 or 0xAE or '#' or '*' or (>= '0' and <= '9'),
            >= 0xE0100 and <= 0xE01EF => before is >= 0x3400 and <= 0x9FFF or >= 0x20000 and <= 0x3FFFF,
            // A flag's tags.
            >= 0xE0020 and <= 0xE007F => before == 0x1F3F4,
            // Joiners within emoji, and in the scripts from Arabic to Myanmar.
            0x200D or 0x200C => before is >= 0x2190 or (>= 0x600 and <= 0x109F) || (after is >= 0x600 and <= 0x109F),
            0x200B => before is >= 0xE00 and <= 0x17FF || after is >= 0xE00 and <= 0x17FF,
            0x115F or 0x1160 => before is >= 0x1100 and <= 0x11FF,
            >= 0x180B and <= 0x180F => before is >= 0x1800 and <= 0x18AF,
            _ => false,
        };
    }
}
