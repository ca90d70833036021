namespace Vitrine.Seals;

/// <summary>Files that hold private keys in binary form: DER (PKCS#1, PKCS#8, SEC 1), OpenPGP, PKCS#12, and Java's key stores.</summary>
internal sealed class KeyStoreRule : ScreeningRule
{
    public override string Id => "key-store";

    public override string Title => "File of private keys";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override string Description =>
        "A file that is a private key in DER or OpenPGP form (high), or a store of keys under a password: PKCS#12, a Java key store, KeePass, PKCS#8 encrypted "
        + "(medium). Told by its first bytes, whatever its name is.";

    public override string FalsePositives => "Stores that hold certificates only, and keys that were made for tests only.";

    internal override bool ReadsBinary => true;

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        var content = file.Content.Span;
        var (kind, severity) =
            content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xED, 0xFE, 0xED, 0, 0, 0]) ? ("a Java key store", ScreeningSeverity.Medium)
            : content.StartsWith((ReadOnlySpan<byte>)[0xCE, 0xCE, 0xCE, 0xCE, 0, 0, 0]) ? ("a Java key store (JCEKS)", ScreeningSeverity.Medium)
            : content.StartsWith((ReadOnlySpan<byte>)[0x03, 0xD9, 0xA2, 0x9A]) ? ("a KeePass database of passwords", ScreeningSeverity.Medium)
            : OpenPgpKey.Is(content, out var isOpen) ? (isOpen ? "an OpenPGP private key" : "an OpenPGP private key under a password", isOpen ? ScreeningSeverity.High : ScreeningSeverity.Medium)
            : TrySequence(content, out var inside) ? Der(inside)
            : ("", ScreeningSeverity.Low);
        if (kind.Length > 0)
        {
            hits.Add(this, 0, 0, severity, $"The file is {kind}.");
        }
    }

    /// <summary>The inside of a DER sequence that is the whole file.</summary>
    private static bool TrySequence(ReadOnlySpan<byte> content, out ReadOnlySpan<byte> inside)
    {
        inside = [];
        if (content.Length < 32 || content.Length > 1 << 20 || content[0] != 0x30)
        {
            return false;
        }

        var bytes = content[1] & 0x7F;
        var length = (int)content[1];
        var start = 2;
        if (content[1] >= 0x80)
        {
            if (bytes is 0 or > 3)
            {
                return false;
            }

            length = 0;
            for (; start < 2 + bytes; start++)
            {
                length = (length << 8) | content[start];
            }
        }

        inside = content[start..];
        return inside.Length == length;
    }

    private static (string Kind, ScreeningSeverity Severity) Der(ReadOnlySpan<byte> inside) =>
        IsPkcs12(inside) ? ("a PKCS#12 store of keys and certificates", ScreeningSeverity.Medium)
        : IsPkcs8(inside) ? ("a private key (PKCS#8, DER)", ScreeningSeverity.High)
        : IsRsa(inside) ? ("an RSA private key (PKCS#1, DER)", ScreeningSeverity.High)
        : IsElliptic(inside) ? ("an elliptic private key (SEC 1, DER)", ScreeningSeverity.High)
        : IsEncrypted(inside) ? ("a private key under a password (PKCS#8, DER)", ScreeningSeverity.Medium)
        : ("", ScreeningSeverity.Low);

    /// <summary>Version 3, and a sequence.</summary>
    private static bool IsPkcs12(ReadOnlySpan<byte> inside) => inside.StartsWith((ReadOnlySpan<byte>)[2, 1, 3, 0x30]);

    /// <summary>Version 0 or 1, and the algorithm.</summary>
    private static bool IsPkcs8(ReadOnlySpan<byte> inside) =>
        inside.StartsWith((ReadOnlySpan<byte>)[2, 1, 0, 0x30]) || inside.StartsWith((ReadOnlySpan<byte>)[2, 1, 1, 0x30]);

    /// <summary>Version 0, and a modulus of at least 128 bytes.</summary>
    private static bool IsRsa(ReadOnlySpan<byte> inside) =>
        inside.StartsWith((ReadOnlySpan<byte>)[2, 1, 0, 2, 0x82]) || inside.StartsWith((ReadOnlySpan<byte>)[2, 1, 0, 2, 0x81]);

    /// <summary>Version 1, and a scalar of 32, 48 or 66 bytes.</summary>
    private static bool IsElliptic(ReadOnlySpan<byte> inside) => inside.StartsWith((ReadOnlySpan<byte>)[2, 1, 1, 4]) && inside[4] is 0x20 or 0x30 or 0x42;

    /// <summary>An algorithm of PKCS#5.</summary>
    private static bool IsEncrypted(ReadOnlySpan<byte> inside) =>
        inside[0] == 0x30 && inside[2..].StartsWith((ReadOnlySpan<byte>)[6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5]);
}
