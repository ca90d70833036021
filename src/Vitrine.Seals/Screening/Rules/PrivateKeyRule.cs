using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Vitrine.Seals;

/// <summary>Private keys in text: PEM (RFC 7468 and the older forms), OpenSSH, OpenPGP, PuTTY, and PEM that was encoded once more in base64.</summary>
internal sealed class PrivateKeyRule : ScreeningRule
{
    // A header with this much key after it is a key; the shortest, an Ed25519 key in PKCS#8, has 64.
    private const int LeastKey = 40;
    private const int LongestLabel = 64;

    // The shortest key with its header, in base64 once more: 159 digits and their padding.
    private const int LeastEncoded = 150;
    private const int LongestHeaders = 2048;
    private const int LongestBreak = 40;

    private static readonly SearchValues<byte> Breaks = SearchValues.Create("\r\n\t \"'"u8);

    private static readonly Anchor[] Starts = [new("-BEGIN "), new("PuTTY-User-Key-File-"), new("LS0tLS1CRUdJT"), new("- BEGIN SSH2 ENCRYPTED PRIVATE KEY")];

    public override string Id => "private-key";

    public override string Title => "Private key";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description =>
        "A private key in PEM, OpenSSH, OpenPGP or PuTTY form, also within a string or encoded once more in base64. Who has it can sign or decrypt in its "
        + "owner's name. Medium if it is encrypted under a password, low if dots stand for its middle.";

    public override string FalsePositives =>
        "Keys that were made for tests only. Left out are public keys, certificates and requests, and headers without a key after them, as parsers have them.";

    internal override bool ReadsBinary => true;

    internal override ScreeningSeverity In(ScreenedFile file, ScreeningSeverity severity) =>
        file.Is(FileRole.Test) && severity == ScreeningSeverity.High ? ScreeningSeverity.Medium : severity;

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        switch (anchor)
        {
            case 0:
                Pem(file.Text, at, hits);
                break;
            case 1:
                Putty(file.Text, at, hits);
                break;
            case 3:
                var rest = file.Text[(at + Starts[3].Text.Length)..];
                if (HasKey(rest[..Math.Min(rest.Length, LongestHeaders)], out _, out _))
                {
                    hits.Add(this, at, Starts[3].Text.Length, ScreeningSeverity.Medium, "A private key in the form of SSH2 stands here in full, encrypted under a password.");
                }

                break;
            default:
                Encoded(file.Text, at, hits);
                break;
        }
    }

    private void Pem(ReadOnlySpan<byte> text, int at, Hits hits)
    {
        if (at < 4 || !text[(at - 4)..at].SequenceEqual("----"u8))
        {
            return;
        }

        var rest = text[(at + "-BEGIN ".Length)..];
        if (TryLabel(rest, out var label) && HasKey(rest[(label.Length + 5)..], out var isEncrypted, out var isPart))
        {
            isEncrypted |= label.StartsWith("ENCRYPTED "u8);
            var name = label.SequenceEqual("PGP PRIVATE KEY BLOCK"u8) ? "An OpenPGP private key"
                : label.StartsWith("OPENSSH "u8) ? "An OpenSSH private key"
                : "A private key";
            hits.Add(
                this,
                at - 4,
                label.Length + 16,
                isPart ? ScreeningSeverity.Low : isEncrypted ? ScreeningSeverity.Medium : ScreeningSeverity.High,
                $"{name} stands here in {(isPart ? "part" : "full")} ({Encoding.ASCII.GetString(label)}){(isEncrypted ? ", encrypted under a password" : "")}.");
        }
    }

    private void Putty(ReadOnlySpan<byte> text, int at, Hits hits)
    {
        var rest = text[at..Math.Min(text.Length, at + 8192)];
        if (rest.Length > Starts[1].Text.Length && rest[Starts[1].Text.Length] is (byte)'2' or (byte)'3' && rest.IndexOf("Private-Lines: "u8) >= 0)
        {
            var isEncrypted = rest.IndexOf("Encryption: none"u8) < 0;
            hits.Add(
                this,
                at,
                "PuTTY-User-Key-File-".Length,
                isEncrypted ? ScreeningSeverity.Medium : ScreeningSeverity.High,
                $"A PuTTY private key stands here in full{(isEncrypted ? ", encrypted under a password" : "")}.");
        }
    }

    /// <summary>LS0tLS1CRUdJT is "-----BEGIN" in base64; the label is read from the first 48 bytes.</summary>
    private void Encoded(ReadOnlySpan<byte> text, int at, Hits hits)
    {
        Span<byte> decoded = stackalloc byte[48];
        var run = Alphabet.Run(text[at..], Alphabet.Base64, 4096);
        if (run < 64 || Digits(text[at..]) < LeastEncoded || Base64.DecodeFromUtf8(text.Slice(at, 64), decoded, out _, out var length) != OperationStatus.Done)
        {
            return;
        }

        var isPrivate = decoded[..length].IndexOf("PRIVATE KEY"u8) >= 0;
        var isEncrypted = decoded[..length].IndexOf("ENCRYPTED"u8) >= 0;
        if (isPrivate)
        {
            hits.Add(
                this,
                at,
                run,
                isEncrypted ? ScreeningSeverity.Medium : ScreeningSeverity.High,
                $"A private key in PEM form stands here, encoded in base64{(isEncrypted ? ", encrypted under a password" : "")}.");
        }
    }

    /// <summary>How many digits of base64 stand in a row or over lines, as far as that matters; between lines may be spaces and quotes.</summary>
    private static int Digits(ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (count < LeastEncoded && Alphabet.Run(text, Alphabet.Base64, LeastEncoded) is > 0 and var run)
        {
            count += run;
            text = text[run..];
            var between = Alphabet.Run(text, Breaks, LongestBreak);
            text = text[..between].Contains((byte)'\n') ? text[between..] : [];
        }

        return count;
    }

    private static bool TryLabel(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> label)
    {
        label = rest[..Math.Min(rest.Length, LongestLabel)];
        var end = label.IndexOf("-----"u8);
        label = end < 0 ? [] : label[..end];
        return label.EndsWith("PRIVATE KEY"u8) || label.SequenceEqual("PGP PRIVATE KEY BLOCK"u8);
    }

    /// <summary>Whether a key follows, perhaps after header lines, written over lines or with \n in a string, over pieces of a string, or behind comment signs.</summary>
    /// <remarks>Manuals leave the middle out, and write dots in its place: that is a part, and opens nothing.</remarks>
    private static bool HasKey(ReadOnlySpan<byte> body, out bool isEncrypted, out bool isPart)
    {
        body = body[..Math.Min(body.Length, LongestHeaders)];
        var end = body.IndexOf("-----END"u8);
        body = end < 0 ? body : body[..end];
        isEncrypted = body.IndexOf("ENCRYPTED"u8) >= 0;

        // "openssh-key-v1" and a zero in base64; the name of the cipher follows, which is none or it is under a password.
        var opening = body.IndexOf("b3BlbnNzaC1rZXktdjEA"u8);
        isEncrypted |= opening >= 0 && !body[(opening + 20)..].StartsWith("AAAABG5vbmU"u8);
        while (!body.IsEmpty)
        {
            var run = Alphabet.Run(body, Alphabet.Base64, body.Length);
            if (run >= LeastKey)
            {
                isPart = body.IndexOf("..."u8) >= 0 || body.IndexOf("…"u8) >= 0;
                return true;
            }

            body = body[Math.Min(run + 1, body.Length)..];
        }

        isPart = false;
        return false;
    }
}
