namespace Vitrine.Seals;

/// <summary>Private keys in base64 without PEM's lines around them, as sources of Java, PHP and Python hold them: told by the first bytes of PKCS#8, PKCS#1 and SEC 1.</summary>
internal sealed class EncodedKeyRule : ScreeningRule
{
    private const int LeastDigits = 56;
    private const int LongestHead = 8;
    private const int LookBack = 100;

    private static readonly Anchor[] Starts =
    [
        new("IBADANBgkqhkiG9w0BAQEFAASC"), new("ICAQAwDQYJKoZIhvcNAQEBBQAE"), new("AgEAMBMGByqGSM49AgEG"), new("AgEAMBAGByqGSM49AgEG"), new("MC4CAQAwBQYDK2Vw"), new("MHcCAQEEI"), new("MIGkAgEBBD"),
        new("IBAAKCAQEA"), new("IBAAKBgQ"), new("IBAAKCAgEA"), new("IBAAKCAYEA"),
    ];

    public override string Id => "encoded-key";

    public override string Title => "Private key in base64";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description => "A private key in DER form (PKCS#8, PKCS#1, SEC 1), encoded in base64, without the lines that PEM puts around it. Medium in tests.";

    public override string FalsePositives => "Keys that were made for tests only. What stands in PEM is found as such.";

    internal override bool ReadsBinary => true;

    internal override ScreeningSeverity In(ScreenedFile file, ScreeningSeverity severity) => file.Is(FileRole.Test) ? ScreeningSeverity.Medium : severity;

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        var head = Alphabet.RunBefore(text[..at], Alphabet.Base64, LongestHead);
        var start = at - head;
        if (head == LongestHead || text[start] != 'M' || Alphabet.Run(text[start..], Alphabet.Base64, LeastDigits) < LeastDigits)
        {
            return;
        }

        // PEM's own lines stand right before, perhaps as a string or with headers in between.
        var before = text[Math.Max(0, start - LookBack)..start];
        if (before.IndexOf("PRIVATE KEY"u8) < 0 && before.IndexOf("DEK-Info"u8) < 0)
        {
            hits.Add(this, start, Alphabet.Run(text[start..], Alphabet.Base64, 8192), ScreeningSeverity.High, "A private key in DER form stands here, encoded in base64.");
        }
    }
}
