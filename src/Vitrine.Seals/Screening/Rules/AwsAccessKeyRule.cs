namespace Vitrine.Seals;

/// <summary>AWS access keys: an id of 20 characters, whose first four say its kind, and a secret of 40 characters.</summary>
internal sealed class AwsAccessKeyRule : ScreeningRule
{
    private const int IdLength = 20;
    private const int SecretLength = 40;
    private const int Near = 400;

    private static readonly Anchor[] Starts = [new("AKIA"), new("ASIA"), new("ABIA"), new("ACCA")];

    public override string Id => "aws-access-key";

    public override string Title => "AWS access key";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override IReadOnlyList<string> Issuers => ["Amazon Web Services"];

    public override string Description =>
        "An AWS access key with its secret close by (high), or its id alone (medium). With both, whatever the account allows is done in its owner's name.";

    public override string FalsePositives => "AWS's own sample ids end in EXAMPLE and are left out, as is what is part of a longer word.";

    internal override bool ReadsBinary => true;

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        if (!TokenRule.BeginsWord(text, at) || Alphabet.Run(text[at..], Alphabet.UpperDigits, IdLength + 1) != IdLength)
        {
            return;
        }

        var id = text.Slice(at, IdLength);
        if (Alphabet.Run(text[(at + IdLength)..], Alphabet.Word, 1) > 0 || Secret.IsPlaceholder(id))
        {
            return;
        }

        var hasSecret = HasSecret(text[Math.Max(0, at - Near)..at]) || HasSecret(text[(at + IdLength)..Math.Min(text.Length, at + IdLength + Near)]);
        hits.Add(
            this,
            at,
            IdLength,
            hasSecret ? ScreeningSeverity.High : ScreeningSeverity.Medium,
            hasSecret
                ? $"An AWS access key ({Secret.Mask(id)}) stands here with what looks like its secret."
                : $"This looks like the id of an AWS access key: {Secret.Mask(id)}.");
    }

    private static bool HasSecret(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var run = Alphabet.Run(text, Alphabet.Base64, text.Length);
            if (run == SecretLength && Secret.Entropy(text[..run]) > 4.0 && text[..run].ContainsAnyInRange((byte)'g', (byte)'z') && !Secret.IsPlaceholder(text[..run]))
            {
                return true;
            }

            text = text[Math.Min(run + 1, text.Length)..];
        }

        return false;
    }
}
