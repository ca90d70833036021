namespace Vitrine.Seals;

/// <summary>Mailgun's keys, <c>key-</c> and 32 hexadecimal digits, and Mailchimp's, 32 digits and <c>-us</c> with the data centre's number.</summary>
internal sealed class MailKeyRule : ScreeningRule
{
    private static readonly Anchor[] Starts = [new("key-"), new("-us")];

    public override string Id => "mail-key";

    public override string Title => "Mailgun or Mailchimp key";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override IReadOnlyList<string> Issuers => ["Mailgun", "Mailchimp"];

    public override string Description => "API keys of Mailgun and Mailchimp. With one, mail is sent in its owner's name.";

    public override string FalsePositives => "A digest that happens to be written so.";

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        if (anchor == 0)
        {
            if (TokenRule.BeginsWord(text, at) && Alphabet.Run(text[(at + 4)..], Alphabet.Word, 33) == 32
                && Alphabet.Run(text[(at + 4)..], Alphabet.LowerHex, 32) == 32 && !Secret.IsPlaceholder(text.Slice(at + 4, 32)))
            {
                hits.Add(this, at, 36, ScreeningSeverity.High, $"This looks like a Mailgun key: {Secret.Mask(text.Slice(at, 36))}.");
            }

            return;
        }

        var centre = Alphabet.Run(text[(at + 3)..], Alphabet.Word, 3);
        if (centre is 1 or 2 && Alphabet.Run(text[(at + 3)..], Alphabet.Decimal, 2) == centre
            && Alphabet.RunBefore(text[..at], Alphabet.Word, 33) == 32 && Alphabet.RunBefore(text[..at], Alphabet.LowerHex, 32) == 32
            && !Secret.IsPlaceholder(text[(at - 32)..at]))
        {
            hits.Add(this, at - 32, 35 + centre, ScreeningSeverity.High, $"This looks like a Mailchimp key: {Secret.Mask(text.Slice(at - 32, 35 + centre))}.");
        }
    }
}
