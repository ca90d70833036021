using System.Text;

namespace Vitrine.Seals;

/// <summary>Private keys in armour: PEM, OpenSSH, PGP, PuTTY.</summary>
internal sealed class PrivateKeyText() : ScreeningRule("private-key", "Private key", FindingSeverity.Critical)
{
    private const int MostHeader = 600;
    private const int LeastBody = 40;
    private const int MostBody = 20_000;

    public override string Description => "A private key in PEM, OpenSSH, PGP or PuTTY form: whoever reads it can sign, decrypt or sign in as its owner.";

    public override string FalsePositives => "Keys made for tests. A header without a key behind it, as in code that reads keys, is left out.";

    internal override void Screen(ScreenedFile file, FindingSink sink)
    {
        var text = file.Text.Span;
        for (var position = 0; position < text.Length;)
        {
            var found = text[position..].IndexOf("PRIVATE KEY"u8);
            if (found < 0)
            {
                break;
            }

            var place = position + found;
            position = place + 11;
            var before = text[Math.Max(0, place - 40)..place];
            var dashes = before.LastIndexOf("-----BEGIN "u8);
            if (dashes < 0 || !text[position..].StartsWith("-----"u8) && !text[position..].StartsWith(" BLOCK-----"u8))
            {
                continue;
            }

            var start = place - before.Length + dashes;
            var label = Encoding.ASCII.GetString(text[(start + 11)..place]).Trim();
            var body = position + text[position..].IndexOf("-----"u8) + 5;
            if (Body(text, body) is { } end)
            {
                sink.Mask(body, end, 0);
                Report(file, sink, start, label.Length > 0 ? label : "PKCS#8");
                position = end;
            }
        }

        if (text.StartsWith("PuTTY-User-Key-File-"u8) && text.IndexOf("Private-Lines:"u8) is > 0 and var lines)
        {
            sink.Mask(lines, text.Length, 14);
            Report(file, sink, 0, "PuTTY");
        }
    }

    /// <summary>Where the base64 behind a header ends, if there is some. Line ends may be written as <c>\n</c>, and lines in quotes or with a sign of concatenation.</summary>
    private static int? Body(ReadOnlySpan<byte> text, int start)
    {
        var end = Math.Min(text.Length, start + MostBody);
        var length = text[start..end].IndexOf("-----END "u8);
        var body = length < 0 ? text[start..end] : text.Slice(start, length);
        var (digits, other) = (0, 0);
        for (var i = 0; i < body.Length && digits < LeastBody; i++)
        {
            if (char.IsAsciiLetterOrDigit((char)body[i]) || body[i] is (byte)'+' or (byte)'/' or (byte)'=')
            {
                digits++;
            }
            else if (++other > MostHeader)
            {
                return null;
            }
            else if (body[i] is not ((byte)'\n' or (byte)'\r' or (byte)'\\' or (byte)'"' or (byte)'\'' or (byte)' ' or (byte)',' or (byte)'\t'))
            {
                // Encrypted PEM and PGP have headers with colons and dashes; a run of digits must follow them.
                digits = 0;
            }
        }

        return digits < LeastBody ? null : start + body.Length;
    }

    private void Report(ScreenedFile file, FindingSink sink, int start, string label) => sink.Add(
        this, file.IsTest ? FindingSeverity.High : Severity, start, $"Private key ({label}){(file.IsTest ? ", in what looks like test or example code" : "")}.");
}
