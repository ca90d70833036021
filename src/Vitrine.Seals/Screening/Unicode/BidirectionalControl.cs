namespace Vitrine.Seals;

/// <summary>Characters that reorder what is shown.</summary>
internal sealed class BidirectionalControl() : ScreeningRule("bidirectional-control", "Bidirectional control character", FindingSeverity.High)
{
    public override string Description =>
        "Characters U+202A to U+202E and U+2066 to U+2069 change the order in which a line is shown, so that code reads otherwise than it compiles (CVE-2021-42574, \"Trojan Source\").";

    public override string FalsePositives => "Text in right-to-left languages, in translations and documents; there it counts as low.";

    internal override void Screen(ScreenedFile file, FindingSink sink)
    {
        var runes = new Runes(file.Text.Span);
        while (runes.MoveNext())
        {
            if (HiddenCharacters.KindOf(runes.Current) is { } kind and (HiddenKind.BidiControl or HiddenKind.BidiMark))
            {
                var severity = file.IsProse ? FindingSeverity.Low : kind == HiddenKind.BidiControl ? Severity : FindingSeverity.Medium;
                sink.Add(this, severity, runes.Start, $"U+{runes.Current.Value:X4} changes the direction in which the line is shown.");
            }
        }
    }
}
