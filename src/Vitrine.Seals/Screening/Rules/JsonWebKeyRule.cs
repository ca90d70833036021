namespace Vitrine.Seals;

/// <summary>Private keys as JSON (RFC 7517, 7518: the members d and k) and as XML (RSAKeyValue with D, as .NET writes it).</summary>
internal sealed class JsonWebKeyRule : ScreeningRule
{
    private const int Reach = 6000;
    private const int LeastDigits = 40;

    private static readonly Anchor[] Starts = [new("\"kty\""), new("\\\"kty\\\""), new("<RSAKeyValue>")];

    public override string Id => "json-web-key";

    public override string Title => "Private key in JSON or XML";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description => "A private or secret key as a JSON web key, or an RSA key with its private exponent in XML. Medium in tests.";

    public override string FalsePositives => "Keys of a standard's examples. Public keys are left out.";

    internal override ScreeningSeverity In(ScreenedFile file, ScreeningSeverity severity) => file.Is(FileRole.Test) ? ScreeningSeverity.Medium : severity;

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        if (anchor == 2)
        {
            var xml = text[at..Math.Min(text.Length, at + Reach)];
            xml = xml.IndexOf("</RSAKeyValue>"u8) is var end and >= 0 ? xml[..end] : xml;
            if (xml.IndexOf("<D>"u8) is var exponent and >= 0 && Alphabet.Run(xml[(exponent + 3)..], Alphabet.PaddedBase64, LeastDigits) == LeastDigits)
            {
                hits.Add(this, at, Starts[2].Text.Length, ScreeningSeverity.High, "An RSA key stands here with its private exponent.");
            }

            return;
        }

        // The object that the member stands in, from its bracket to the one that closes it.
        var from = Math.Max(0, at - Reach);
        var start = text[from..at].LastIndexOf((byte)'{');
        var rest = text[at..Math.Min(text.Length, at + Reach)];
        var close = rest.IndexOf((byte)'}');
        if (start < 0 || close < 0)
        {
            return;
        }

        var key = text[(from + start)..(at + close)];
        if (Has(key, "\"d"u8) || (key.IndexOf("oct"u8) >= 0 && Has(key, "\"k"u8)))
        {
            hits.Add(this, at, Starts[anchor].Text.Length, ScreeningSeverity.High, "A JSON web key stands here with its private part.");
        }
    }

    /// <summary>Whether a member of this name has a long value; quotes may be escaped.</summary>
    private static bool Has(ReadOnlySpan<byte> key, ReadOnlySpan<byte> name)
    {
        while (key.IndexOf(name) is var at and >= 0)
        {
            key = key[(at + name.Length)..];
            var rest = key.TrimStart("\\"u8);
            if (rest.Length > 0 && rest[0] == '"')
            {
                rest = rest[1..].TrimStart(" :\t\r\n\"\\"u8);
                if (Alphabet.Run(rest, Alphabet.Base64Url, LeastDigits) == LeastDigits && !Secret.IsPlaceholder(rest[..LeastDigits]))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
