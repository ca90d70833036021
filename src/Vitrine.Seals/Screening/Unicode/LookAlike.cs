using System.Collections.Frozen;
using System.Text;

namespace Vitrine.Seals;

/// <summary>Names that mix scripts so as to look like other names.</summary>
internal sealed class LookAlike() : ScreeningRule("look-alike", "Name with look-alike characters", FindingSeverity.High)
{
    /// <summary>Characters of other scripts, each followed by the ASCII letter it looks like. Only those that most fonts show alike: Cyrillic, Greek, Armenian, Cherokee, and two of phonetics.</summary>
    private const string Pairs =
        "\u0430a\u0441c\u0501d\u0435e\u04BBh\u0456i\u0458j\u04CFl\u043Eo\u0440p\u051Bq\u0455s\u0443y\u0445x"
        + "\u0475v\u051Dw\u0410A\u0412B\u0415E\u0405S\u0406I\u0408J\u041AK\u041CM\u041DH\u041EO\u0420P\u0421C"
        + "\u0422T\u0425X\u0423Y\u04AEY\u050CG\u051CW\u0474V\u04C0I"
        + "\u03BFo\u03BDv\u03C1p\u03C5u\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039AK\u039CM\u039DN\u039FO"
        + "\u03A1P\u03A4T\u03A5Y\u03A7X\u03F2c\u03F3j"
        + "\u0585o\u0578n\u057Du\u0570h\u0581g\u054DU\u0555O\u0575j"
        + "\u13AAA\u13A0D\u13A1R\u13A2T\u13DAS\u13B3W\u13B7M\u13BBH\u13ACE\u13DEL\u13F4B\u13DFC\u13E2P\u13C3Z"
        + "\u13E6K"
        + "\u0251a\u0261g";

    private static readonly FrozenDictionary<int, char> Letters = Enumerable.Range(0, Pairs.Length / 2).ToFrozenDictionary(i => (int)Pairs[2 * i], i => Pairs[(2 * i) + 1]);

    public override string Description =>
        "A name mixes Latin letters with letters of another script that look the same, or consists of such letters alone and has a Latin double in the file: two functions that look like one (CVE-2021-42694).";

    public override string FalsePositives => "Words in other scripts in comments and documents, written with a Latin letter by mistake; in documents it counts as low.";

    internal override void Screen(ScreenedFile file, FindingSink sink)
    {
        var text = file.Text.Span;
        var runes = new Runes(text);
        var done = 0;
        while (runes.MoveNext())
        {
            if (runes.Start >= done && LookOf(runes.Current) is { } look)
            {
                var (start, end) = NameAround(text, runes.Start);
                done = end;
                Name(file, sink, text, start, end, runes.Current, look);
            }
        }
    }

    private void Name(ScreenedFile file, FindingSink sink, ReadOnlySpan<byte> text, int start, int end, Rune first, char look)
    {
        var name = text[start..end];
        var (latin, others, skeleton) = (false, 0, new StringBuilder());
        for (var rest = name; !rest.IsEmpty;)
        {
            _ = Rune.DecodeFromUtf8(rest, out var rune, out var consumed);
            latin |= rune.IsAscii && Rune.IsLetter(rune);
            others += !rune.IsAscii && Rune.IsLetter(rune) && LookOf(rune) is null ? 1 : 0;
            skeleton.Append(LookOf(rune) ?? (rune.IsAscii ? (char)rune.Value : '?'));
            rest = rest[consumed..];
        }

        var latinName = skeleton.ToString();
        if (latin || (others == 0 && latinName.Length >= 3 && HoldsName(text, Encoding.UTF8.GetBytes(latinName))))
        {
            sink.Add(
                this,
                file.IsProse ? FindingSeverity.Low : Severity,
                start,
                $"The name {HiddenCharacters.Show(name)} holds U+{first.Value:X4}, which looks like the letter {look}{(latin ? "" : $"; the file has {latinName} in Latin letters too")}.");
        }
    }

    private static char? LookOf(Rune rune) => rune.Value switch
    {
        < 0x80 => null,
        >= 0xFF21 and <= 0xFF3A => (char)(rune.Value - 0xFF21 + 'A'),
        >= 0xFF41 and <= 0xFF5A => (char)(rune.Value - 0xFF41 + 'a'),
        // Mathematical alphabets: 13 times 26 capitals and 26 small letters.
        >= 0x1D400 and <= 0x1D6A3 => (rune.Value - 0x1D400) % 52 is var letter && letter < 26 ? (char)('A' + letter) : (char)('a' + letter - 26),
        _ => Letters.TryGetValue(rune.Value, out var look) ? look : null,
    };

    private static (int Start, int End) NameAround(ReadOnlySpan<byte> text, int place)
    {
        var (start, end) = (place, place);
        while (Runes.Before(text, start) is { } before && IsOfName(before))
        {
            start -= before.Utf8SequenceLength;
        }

        while (Runes.At(text, end) is { } after && IsOfName(after))
        {
            end += after.Utf8SequenceLength;
        }

        return (start, end);
    }

    private static bool IsOfName(Rune rune) => rune.Value == '_' || Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark;

    private static bool HoldsName(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        for (var position = 0; text[position..].IndexOf(name) is >= 0 and var found;)
        {
            var start = position + found;
            if (!(Runes.Before(text, start) is { } before && IsOfName(before)) && !(Runes.At(text, start + name.Length) is { } after && IsOfName(after)))
            {
                return true;
            }

            position = start + 1;
        }

        return false;
    }
}
