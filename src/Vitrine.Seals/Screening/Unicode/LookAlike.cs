using System.Collections.Frozen;
using System.Text;

namespace Vitrine.Seals;

/// <summary>Names that mix scripts so as to look like other names.</summary>
internal sealed class LookAlike() : ScreeningRule("look-alike", "Name with look-alike characters", FindingSeverity.High)
{
    /// <summary>Characters of other scripts, each followed by the ASCII letter it looks like. Only those that most fonts show alike.</summary>
    private const string Pairs =
        "аaсcԁdеeһhіiјjӏlоoрpԛqѕsуyхxѵvԝwАAВBЕEЅSІIЈJКKМMНHОOРPСCТTХXУYҮYԌGԜWѴVӀI"
        + "οoνvρpυuΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϲcϳj"
        + "օoոnսuհhցgՍUՕOյj"
        + "ᎪAᎠDᎡRᎢTᏚSᎳWᎷMᎻHᎬEᏞLᏴBᏟCᏢPᏃZᏦK"
        + "ɑaɡg";

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
