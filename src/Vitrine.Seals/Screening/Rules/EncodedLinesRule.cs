namespace Vitrine.Seals;

/// <summary>Base64 or hexadecimal that is wrapped over many lines, as they are or in quotes.</summary>
internal sealed class EncodedLinesRule : ScreeningRule
{
    private const int Least = 4096;
    private const int LeastLine = 40;
    private const int LongestLine = 400;
    private const int Sample = 1024;

    public override string Id => "encoded-lines";

    public override string Title => "Encoded content over many lines";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description =>
        "Lines one after another that hold nothing but 40 or more digits of base64 or hexadecimal, quotes aside, at least 4,096 digits together. Medium where they begin as a program or an archive "
        + "does, else low.";

    public override string FalsePositives => "Test vectors, signatures and images in text. Certificates and keys in PEM armour, images and fonts are left out.";

    internal override bool IsGeneric => true;

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        var text = file.Text;
        if (!file.IsText || text.Length < Least)
        {
            return;
        }

        // So much text covers several places that are Sample bytes apart.
        for (var at = Sample; at < text.Length; at += Sample)
        {
            var start = file.LineStart(at, LongestLine);
            if (Digits(file, start).Length < LeastLine)
            {
                continue;
            }

            // Back to the first line, which is not far: the place before this one was in none such.
            while (start > 0 && at - start < 2 * Sample && file.LineStart(start - 1, LongestLine) is var before && Digits(file, before).Length >= LeastLine)
            {
                start = before;
            }

            var (end, digits, head) = (start, 0, new List<byte>(2048));
            for (ReadOnlySpan<byte> line; end < text.Length && (line = Digits(file, end)).Length >= LeastLine; end = file.LineEnd(end) + 1)
            {
                digits += line.Length;
                if (head.Count < Sample)
                {
                    head.AddRange(line);
                }
            }

            if (digits >= Least && !IsArmoured(file, start))
            {
                if (!hits.HasRoom(this))
                {
                    return;
                }

                Report([.. head], start, digits, hits);
            }

            at = Math.Max(at, end / Sample * Sample);
        }
    }

    private void Report(byte[] head, int start, int digits, Hits hits)
    {
        var isHex = head.AsSpan().IndexOfAnyExcept(Alphabet.Hex) < 0;
        var kind = EncodedContent.KindOf(head, isHex);
        if (kind?.Class == BinaryClass.Media || (kind is null && (Secret.Entropy(head) < (isHex ? 3.2 : 4.8) || !head.AsSpan().ContainsAnyInRange((byte)'0', (byte)'9'))))
        {
            return;
        }

        var isCode = EncodedContent.IsCode(kind);
        hits.Add(
            this, start, 1, isCode ? ScreeningSeverity.Medium : ScreeningSeverity.Low,
            $"{digits:N0} digits of {(isHex ? "hexadecimal" : "base64")} stand here over many lines{(isCode ? $", which begin as {kind!.Name} does" : "")}.");
    }

    /// <summary>The digits of a line that holds nothing else but quotes and signs that join texts; empty if there is more.</summary>
    private static ReadOnlySpan<byte> Digits(ScreenedFile file, int start)
    {
        var line = file.Text[start..Math.Min(file.Text.Length, start + LongestLine)];
        var end = line.IndexOf((byte)'\n');
        line = (end >= 0 ? line[..end] : line).Trim(" \t\r\"'`+,;\\()."u8);
        line = line.EndsWith("\\n"u8) ? line[..^2] : line;
        return line.IndexOfAnyExcept(Alphabet.PaddedUrl) < 0 ? line : default;
    }

    private static bool IsArmoured(ScreenedFile file, int start)
    {
        var before = file.Text[Math.Max(0, start - 400)..start];
        return before.IndexOf("-----BEGIN"u8) >= 0;
    }
}
