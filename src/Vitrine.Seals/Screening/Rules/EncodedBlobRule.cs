namespace Vitrine.Seals;

/// <summary>Long runs of base64 or hexadecimal digits in text: content that nobody reads.</summary>
internal sealed class EncodedBlobRule : ScreeningRule
{
    private const int Least = 4096;
    private const int Sample = 1024;

    private static readonly string[] ImageStarts = ["iVBORw0KGgo", "/9j/", "R0lGOD", "UklGR", "d09GR", "d09GMg", "PHN2Zy", "AAEAAAA", "T1RUTw"];

    public override string Id => "encoded-blob";

    public override string Title => "Encoded content in text";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description =>
        "A line that holds at least 4,096 digits of base64 or hexadecimal without a break. Medium where it begins as a program or an archive does, else low.";

    public override string FalsePositives => "Test vectors, source maps and certificates. Images and fonts are left out, by what they begin with.";

    internal override bool IsGeneric => true;

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        if (!file.IsText || file.Text.Length < Least)
        {
            return;
        }

        var text = file.Text;

        // A run as long as this covers one of the places that are Sample bytes apart, and the next.
        for (var at = Sample; at < text.Length; at += Sample)
        {
            if (!Alphabet.PaddedUrl.Contains(text[at]))
            {
                continue;
            }

            var start = at - Alphabet.RunBefore(text[..at], Alphabet.PaddedUrl, Sample);
            var length = Alphabet.Run(text[start..], Alphabet.PaddedUrl, int.MaxValue);
            if (length >= Least)
            {
                if (!hits.HasRoom(this))
                {
                    return;
                }

                Report(text.Slice(start, length), start, hits);
            }

            at = Math.Max(at, (start + length) / Sample * Sample);
        }
    }

    private void Report(ReadOnlySpan<byte> run, int start, Hits hits)
    {
        foreach (var image in ImageStarts)
        {
            if (run.StartsWith(System.Text.Encoding.ASCII.GetBytes(image)))
            {
                return;
            }
        }

        var isHex = run[..Sample].IndexOfAnyExcept(Alphabet.Hex) < 0;
        var kind = EncodedContent.KindOf(run, isHex);
        var isCode = EncodedContent.IsCode(kind);

        // Rulers, words and the like are no encoded content.
        if (!isCode && (Secret.Entropy(run[..Sample]) < 2.5 || !run[..Sample].ContainsAnyInRange((byte)'0', (byte)'9')))
        {
            return;
        }

        hits.Add(
            this,
            start,
            run.Length,
            isCode ? ScreeningSeverity.Medium : ScreeningSeverity.Low,
            $"{run.Length:N0} digits of {(isHex ? "hexadecimal" : "base64")} stand here without a break{(isCode ? $", which begin as {kind!.Name} does" : "")}.");
    }
}
