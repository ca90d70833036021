namespace Vitrine.Seals;

/// <summary>Twilio's API keys: SK and 32 lower-case hexadecimal digits; the account's id begins with AC, its token has 32 digits more.</summary>
internal sealed class TwilioKeyRule : ScreeningRule
{
    private const int DigitsLength = 32;

    // An anchor has three characters, so there is one for each digit that can follow.
    private static readonly Anchor[] Starts =
        [.. "0123456789abcdef".Select(digit => new Anchor($"SK{digit}")), .. "0123456789abcdef".Select(digit => new Anchor($"AC{digit}"))];

    public override string Id => "twilio-key";

    public override string Title => "Twilio key";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override IReadOnlyList<string> Issuers => ["Twilio"];

    public override string Description => "A Twilio API key (medium), or an account's id with what looks like its token close by (high).";

    public override string FalsePositives => "An account's id alone is no secret and is left out.";

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        if (!TokenRule.BeginsWord(text, at) || Alphabet.Run(text[(at + 2)..], Alphabet.LowerHex, DigitsLength + 1) != DigitsLength)
        {
            return;
        }

        var id = text.Slice(at, 2 + DigitsLength);
        var after = text[(at + 2 + DigitsLength)..];
        if (Alphabet.Run(after, Alphabet.Word, 1) > 0 || Secret.IsPlaceholder(id))
        {
            return;
        }

        if (anchor < 16)
        {
            hits.Add(this, at, id.Length, ScreeningSeverity.Medium, $"This looks like a Twilio API key: {Secret.Mask(id)}.");
        }
        else if (HasToken(after[..Math.Min(after.Length, 300)]))
        {
            hits.Add(this, at, id.Length, ScreeningSeverity.High, $"The id of a Twilio account ({Secret.Mask(id)}) stands here with what looks like its token.");
        }
    }

    private static bool HasToken(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var run = Alphabet.Run(text, Alphabet.Word, text.Length);
            if (run == DigitsLength && Alphabet.Run(text, Alphabet.LowerHex, run) == run && !Secret.IsPlaceholder(text[..run]))
            {
                return true;
            }

            text = text[Math.Min(run + 1, text.Length)..];
        }

        return false;
    }
}
