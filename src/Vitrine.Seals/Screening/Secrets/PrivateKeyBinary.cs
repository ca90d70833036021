namespace Vitrine.Seals;

/// <summary>Private keys and key stores in binary form.</summary>
internal sealed class PrivateKeyBinary() : ScreeningRule("private-key-binary", "Private key or key store", FindingSeverity.High)
{
    public override string Description => "A file that is a private key in DER (PKCS#1, PKCS#8, SEC 1) or a key store (PKCS#12, Java).";

    public override string FalsePositives => "Key stores that hold certificates alone.";

    internal override void Screen(ScreenedFile file, FindingSink sink)
    {
        if (file.Kind == TextKind.Binary && KindOf(file.Content.Span) is { } kind)
        {
            sink.AddFile(this, file.IsTest ? FindingSeverity.Medium : Severity, $"The file is a {kind}.");
        }
    }

    private static string? KindOf(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xED, 0xFE, 0xED]) || content.StartsWith((ReadOnlySpan<byte>)[0xCE, 0xCE, 0xCE, 0xCE]))
        {
            return "Java key store";
        }

        // A SEQUENCE that covers the file, and then an INTEGER: 0 in PKCS#1 and PKCS#8, 1 in SEC 1, 3 in PKCS#12.
        if (content.Length < 32 || content[0] != 0x30 || Inside(content) is not { Length: > 24 } inside || inside[0] != 2 || inside[1] != 1)
        {
            return null;
        }

        var rest = inside[3..];
        return (inside[2], rest[0]) switch
        {
            (0, 0x30) when rest[..Math.Min(rest.Length, 24)].IndexOf((ReadOnlySpan<byte>)[0x06]) is > 0 and < 8 => "private key (PKCS#8)",
            (0, 0x02) => "private key (PKCS#1)",
            (1, 0x04) => "private key (SEC 1)",
            (3, 0x30) => "key store (PKCS#12)",
            _ => null,
        };
    }

    /// <summary>The content of the outer SEQUENCE, if its length is that of the file.</summary>
    private static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> content)
    {
        var (header, length) = content[1] switch
        {
            < 0x80 => (2, content[1]),
            0x81 => (3, content[2]),
            0x82 => (4, (content[2] << 8) | content[3]),
            _ => (0, 0),
        };
        return header > 0 && header + length == content.Length ? content[header..] : [];
    }
}
