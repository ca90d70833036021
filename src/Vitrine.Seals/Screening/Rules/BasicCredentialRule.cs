using System.Buffers;
using System.Buffers.Text;

namespace Vitrine.Seals;

/// <summary>A user's name with a password as RFC 7617 joins them: encoded in base64, or as an argument of curl; and the argument of sshpass.</summary>
internal sealed class BasicCredentialRule : ScreeningRule
{
    private const int LongestEncoded = 400;
    private const int LongestLine = 400;

    private static readonly Anchor[] Starts = [new("Basic "), new("\"auth\""), new("curl "), new("sshpass -p")];
    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t:"u8);
    private static readonly SearchValues<byte> ArgumentEnd = SearchValues.Create(" \t\r\n\"'`;|&)"u8);

    public override string Id => "basic-credential";

    public override string Title => "Credential of basic authentication";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description =>
        "A user's name with a password: in base64 after the word Basic or in the file of a container registry, or as an argument of curl or sshpass. Low in tests and documents.";

    public override string FalsePositives => "Left out are variables, formats and words such as password in the password's place.";

    internal override bool IsGeneric => true;

    internal override ScreeningSeverity In(ScreenedFile file, ScreeningSeverity severity) => file.Is(FileRole.Test | FileRole.Document) ? ScreeningSeverity.Low : severity;

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        var rest = text[(at + Starts[anchor].Text.Length)..];
        if (anchor == 0)
        {
            Encoded(text, at + Starts[0].Text.Length, hits);
        }
        else if (anchor == 1)
        {
            var gap = Alphabet.Run(rest, Space, 16);
            if (gap > 0 && gap < rest.Length && rest[gap] == '"')
            {
                Encoded(text, at + Starts[1].Text.Length + gap + 1, hits);
            }
        }
        else if (CodeText.Begins(text, at))
        {
            var line = rest[..Math.Min(rest.Length, LongestLine)];
            line = line.IndexOf((byte)'\n') is var end and >= 0 ? line[..end] : line;
            if (anchor == 3)
            {
                Argument(line, at, at + Starts[3].Text.Length, isPair: false, hits);
                return;
            }

            var option = line.IndexOf("-u "u8);
            var length = 3;
            if (option < 0)
            {
                option = line.IndexOf("--user "u8);
                length = 7;
            }

            if (option == 0 || (option > 0 && line[option - 1] == ' '))
            {
                Argument(line[(option + length)..], at, at + Starts[2].Text.Length + option + length, isPair: true, hits);
            }
        }
    }

    private void Encoded(ReadOnlySpan<byte> text, int at, Hits hits)
    {
        var length = Alphabet.Run(text[at..], Alphabet.PaddedBase64, LongestEncoded);
        Span<byte> plain = stackalloc byte[LongestEncoded];
        if (length is < 8 or LongestEncoded || Base64.DecodeFromUtf8(text.Slice(at, length), plain, out _, out var written) != OperationStatus.Done)
        {
            return;
        }

        plain = plain[..written];
        var colon = plain.IndexOf((byte)':');
        if (colon > 0 && plain.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0 && plain.Length - colon > 4 && !UrlCredentialRule.IsStandIn(plain[(colon + 1)..]))
        {
            hits.Add(this, at, length, ScreeningSeverity.Medium, $"A name and a password stand here in base64: {Secret.Mask(text.Slice(at, length))}.");
        }
    }

    private void Argument(ReadOnlySpan<byte> line, int at, int start, bool isPair, Hits hits)
    {
        var gap = Alphabet.Run(line, Space, 4);
        line = line[gap..];
        line = line.Length > 0 && line[0] is (byte)'"' or (byte)'\'' ? line[1..] : line;
        var end = line.IndexOfAny(ArgumentEnd);
        var argument = end < 0 ? line : line[..end];
        var colon = isPair ? argument.IndexOf((byte)':') : -1;
        var secret = argument[(colon + 1)..];
        if ((colon > 0 || !isPair) && secret.Length > 3 && !secret.ContainsAny((byte)'$', (byte)'<', (byte)'{') && !secret.ContainsAny((byte)'%', (byte)'*', (byte)'[') && !UrlCredentialRule.IsStandIn(secret))
        {
            hits.Add(this, at, start + gap + argument.Length - at, ScreeningSeverity.Medium, $"A password stands in the arguments of a command: {Secret.Mask(secret)}.");
        }
    }
}
