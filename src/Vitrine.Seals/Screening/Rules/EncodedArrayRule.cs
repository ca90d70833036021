using System.Buffers;

namespace Vitrine.Seals;

/// <summary>Bytes written one by one: 0x41, 0x42 … or \x41\102\0 …</summary>
internal sealed class EncodedArrayRule : ScreeningRule
{
    private const int Least = 1024;
    private const int Sample = 1024;

    private static readonly SearchValues<byte> Octal = SearchValues.Create("01234567"u8);
    private static readonly SearchValues<byte> Signs = SearchValues.Create("0123456789abcdefABCDEFxX, \t\r\n\\\"'"u8);

    public override string Id => "encoded-array";

    public override string Title => "Content written as numbers";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override ScreeningAudience Audience => ScreeningAudience.Reviewer;

    public override string Description => "At least 1,024 bytes written one after another as 0x41, \\x41 or \\101. Medium where they begin as a program or an archive does, else low.";

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
            if (length >= 4 * Least && Bytes(text.Slice(start, length)) is var bytes && bytes.Count >= Least)
            {
                if (!hits.HasRoom(this))
                {
                    return;
                }

                Report(bytes, start, hits);
            }

            at = Math.Max(at, (start + length) / Sample * Sample);
        }
    }

    private void Report(ArrayBytes bytes, int start, Hits hits)
    {
        var kind = BinaryKind.Of(bytes.Head);
        if (kind?.Class != BinaryClass.Media && (kind is not null || bytes.Entropy > 2))
        {
            var isCode = EncodedContent.IsCode(kind);
            hits.Add(
                this, start + bytes.First, 4, isCode ? ScreeningSeverity.Medium : ScreeningSeverity.Low,
                $"{bytes.Count:N0} bytes are written here as numbers{(isCode ? $", which begin as {kind!.Name} does" : "")}.");
        }
    }

    /// <summary>The bytes of two hexadecimal digits that stand in a run, and those that \ and up to three octal digits stand for among them.</summary>
    private static ArrayBytes Bytes(ReadOnlySpan<byte> run)
    {
        var bytes = new ArrayBytes();
        for (var at = 0; at + 2 <= run.Length;)
        {
            var next = run[at..].IndexOfAny((byte)'x', (byte)'X', (byte)'\\');
            if (next < 0)
            {
                break;
            }

            at += next;
            if (run[at] != '\\')
            {
                at += TakeHex(run, at, at > 0 && run[at - 1] is (byte)'0' or (byte)'\\', bytes);
            }
            else if (at + 1 < run.Length && run[at + 1] is >= (byte)'0' and <= (byte)'7')
            {
                var digits = Alphabet.Run(run[(at + 1)..], Octal, 3);
                var value = 0;
                foreach (var digit in run.Slice(at + 1, digits))
                {
                    value = (8 * value) + digit - '0';
                }

                bytes.Take(at, (byte)(value & 0xFF));
                at += 1 + digits;
            }
            else
            {
                at++;
            }
        }

        return bytes;
    }

    /// <summary>Takes the two digits that follow an x, unless there are more; how far to go on.</summary>
    private static int TakeHex(ReadOnlySpan<byte> run, int at, bool isNumber, ArrayBytes bytes)
    {
        var digits = Alphabet.Run(run[(at + 1)..], Alphabet.Hex, 3);
        if (isNumber && digits == 2)
        {
            bytes.Take(at - 1, byte.Parse(run.Slice(at + 1, 2), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture));
        }

        return 1 + digits;
    }

    /// <summary>What a run holds: how many bytes, the first of them, where they begin, and how they are distributed.</summary>
    private sealed class ArrayBytes
    {
        private readonly int[] _counts = new int[256];
        private readonly List<byte> _head = new(EncodedContent.Head);

        public int Count { get; private set; }

        public int First { get; private set; }

        public byte[] Head => [.. _head];

        /// <summary>Bits a byte.</summary>
        public double Entropy => -_counts.Where(count => count > 0).Sum(count => (double)count / Count * Math.Log2((double)count / Count));

        public void Take(int at, byte value)
        {
            First = Count == 0 ? at : First;
            Count++;
            _counts[value]++;
            if (_head.Count < EncodedContent.Head)
            {
                _head.Add(value);
            }
        }
    }
}
