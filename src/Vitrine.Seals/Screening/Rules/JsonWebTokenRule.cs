using System.Buffers;
using System.Buffers.Text;

namespace Vitrine.Seals;

/// <summary>JSON web tokens with a signature (RFC 7515, compact form): header, claims and signature in base64url, with full stops between.</summary>
internal sealed class JsonWebTokenRule : ScreeningRule
{
    private const int Longest = 8192;
    private const int LongestHeader = 1024;

    private static readonly Anchor[] Starts = [new("eyJ")];

    public override string Id => "json-web-token";

    public override string Title => "JSON web token";

    public override ScreeningSeverity Severity => ScreeningSeverity.Low;

    public override string Description => "A signed JSON web token. While it is valid, whoever has it is let in where it is accepted.";

    public override string FalsePositives => "Most that stand in sources are old, or made for tests. Tokens without a signature are left out.";

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        if (at > 0 && Alphabet.Dotted.Contains(text[at - 1]))
        {
            return;
        }

        var rest = text[at..];
        var header = Alphabet.Run(rest, Alphabet.Base64Url, LongestHeader);
        if (header < 16 || !rest[header..].StartsWith(".eyJ"u8))
        {
            return;
        }

        var claims = Alphabet.Run(rest[(header + 1)..], Alphabet.Base64Url, Longest);
        var signature = header + 1 + claims + 1;
        if (signature < rest.Length && rest[signature - 1] == '.')
        {
            var length = Alphabet.Run(rest[signature..], Alphabet.Base64Url, 1024);
            if (length >= 20 && NamesAlgorithm(rest[..header]))
            {
                hits.Add(this, at, signature + length, ScreeningSeverity.Low, $"This is a signed JSON web token: {Secret.Mask(rest[..(signature + length)])}.");
            }
        }
    }

    private static bool NamesAlgorithm(ReadOnlySpan<byte> header)
    {
        Span<byte> json = stackalloc byte[LongestHeader];
        return Base64Url.DecodeFromUtf8(header, json, out _, out var length) == OperationStatus.Done && json[..length].IndexOf("\"alg\""u8) >= 0;
    }
}
