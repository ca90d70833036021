using System.Buffers;

namespace Vitrine.Seals;

/// <summary>Bytes written one by one: 0x41, 0x42 … or \x41\x42 …</summary>
internal sealed class EncodedArrayRule : ScreeningRule
{
    private const int Least = 1024;
    private const int Sample = 1024;

    private static readonly SearchValues<byte> Signs = SearchValues.Create("0123456789abcdefABCDEFxX, \t\r\n\\\"'"u8);

    public override string Id => "encoded-array";

    public override string Title => "Content written as numbers";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override ScreeningAudience Audience => ScreeningAudience.Reviewer;

    public override string Description => "At least 1,024 bytes written one after another as 0x41 or \\x41. Medium where they begin as a program or an archive does, else low.";

    public override string FalsePositives => "Tables of ciphers, fonts and test vectors. Images and fonts with a known beginning are left out. Bytes written in decimal are not recognised.";

    internal override void Scan(ScreenedFile file, Hits hits)
    {
        var text = file.Text;
        if (!file.IsText || text.Length < 4 * Least)
        {
            return;
        }

        for (var at = Sample; at < text.Length; at += Sample)
        {
            if (!Signs.Contains(text[at]))
            {
                continue;
            }

            var start = at - Alphabet.RunBefore(text[..at], Signs, Sample);
            var length = Alphabet.Run(text[start..], Signs, int.MaxValue);
            if (length >= 4 * Least && Bytes(text.Slice(start, length), out var head, out var first) is var count and >= Least)
            {
                if (!hits.HasRoom(this))
                {
                    return;
                }

                Report(head, start + first, count, hits);
            }

            at = Math.Max(at, (start + length) / Sample * Sample);
        }
    }

    private void Report(byte[] head, int start, int count, Hits hits)
    {
        var kind = BinaryKind.Of(head);
        if (kind?.Class != BinaryClass.Media && (kind is not null || Secret.Entropy(head) > 2))
        {
            var isCode = EncodedContent.IsCode(kind);
            hits.Add(
                this, start, 4, isCode ? ScreeningSeverity.Medium : ScreeningSeverity.Low,
                $"{count:N0} bytes are written here as numbers{(isCode ? $", which begin as {kind!.Name} does" : "")}.");
        }
    }

    /// <summary>How many bytes of two digits stand in a run, and the first of them.</summary>
    private static int Bytes(ReadOnlySpan<byte> run, out byte[] head, out int first)
    {
        var taken = new List<byte>(EncodedContent.Head);
        (first, var count) = (0, 0);
        for (var at = 0; at + 4 <= run.Length;)
        {
            var next = run[at..].IndexOfAny((byte)'x', (byte)'X');
            if (next < 0 || at + next + 3 > run.Length)
            {
                break;
            }

            at += next + 1;
            var isByte = at >= 2 && run[at - 2] is (byte)'0' or (byte)'\\' && char.IsAsciiHexDigit((char)run[at]) && char.IsAsciiHexDigit((char)run[at + 1])
                && (at + 2 >= run.Length || !char.IsAsciiHexDigit((char)run[at + 2]));
            if (isByte)
            {
                first = count == 0 ? at - 2 : first;
                count++;
                if (taken.Count < EncodedContent.Head)
                {
                    taken.Add(byte.Parse(run.Slice(at, 2), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture));
                }
            }
        }

        head = [.. taken];
        return count;
    }
}
