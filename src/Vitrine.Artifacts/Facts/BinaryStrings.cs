using System.Buffers;
using System.Text;

namespace Vitrine.Artifacts;

/// <summary>A text found among bytes.</summary>
/// <param name="Offset">Of its first byte.</param>
/// <param name="Encoding">How it is written.</param>
/// <param name="Text">The text, at most <see cref="BinaryStrings.Longest"/> characters; a longer run is found as several.</param>
public readonly record struct FoundString(long Offset, StringEncoding Encoding, string Text);

/// <summary>How a found text is written.</summary>
public enum StringEncoding
{
    /// <summary>Printable ASCII and tabs.</summary>
    Ascii,

    /// <summary>UTF-8 with at least one character beyond ASCII.</summary>
    Utf8,

    /// <summary>UTF-16, low byte first, at even or odd offsets: Latin, Greek and Cyrillic. Other scripts cannot be told from code.</summary>
    Utf16,
}

/// <summary>Finds texts among any bytes. Streams; holds one block.</summary>
/// <remarks>
/// ASCII and UTF-8: a run of printable characters and tabs. One that goes beyond ASCII counts only if a zero follows it, since code is often
/// valid UTF-8. UTF-16: a run of code units U+0020–U+007E, tab and letters of U+00C0–U+052F, of which at least half are ASCII or which a zero unit follows.
/// </remarks>
public static class BinaryStrings
{
    /// <summary>Most characters of one text.</summary>
    public const int Longest = 4096;

    /// <summary>Fewest characters that count as a text, where the caller has no other wish.</summary>
    public const int DefaultLeast = 5;

    private const int BlockSize = 1 << 20;
    private const int Overlap = 4 * Longest;

    private static readonly SearchValues<byte> _plain = SearchValues.Create([(byte)'\t', .. Enumerable.Range(0x20, 0x5f).Select(c => checked((byte)c))]);

    /// <summary>Calls <paramref name="found"/> for each text; those of one encoding in the order of the bytes.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="least">Fewest characters of a text, 3 to 100.</param>
    /// <param name="most">Most texts; false is returned when there are more.</param>
    /// <param name="found">Called for each text.</param>
    /// <param name="cancellationToken">Asked for every block.</param>
    /// <returns>Whether all were given.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static bool Find(ByteSource source, int least, int most, Action<FoundString> found, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(found);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(least, 100);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        var search = new Search(source.Length, least, most, found);
        var block = new byte[(int)Math.Min(BlockSize, Math.Max(1, source.Length))];
        for (long start = 0; start < source.Length && !search.IsFull;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var part = block.AsSpan(0, (int)Math.Min(block.Length, source.Length - start));
            source.Read(start, part);
            var isLast = start + part.Length == source.Length;

            // What begins in the last bytes of a block is found with the next one, where all of it is seen.
            var end = isLast ? part.Length : part.Length - Overlap;
            search.Run(part, start, end);
            start += end;
        }

        return !search.IsFull;
    }

    private sealed class Search(long length, int least, int most, Action<FoundString> found)
    {
        private readonly long[] _doneWide = new long[2];
        private readonly StringBuilder _text = new();
        private long _done;
        private int _count;

        public bool IsFull { get; private set; }

        public void Run(ReadOnlySpan<byte> block, long start, int end)
        {
            RunNarrow(block, start, end);
            RunWide(block, start, end, (int)(start & 1));
            RunWide(block, start, end, (int)(~start & 1));
        }

        private void RunNarrow(ReadOnlySpan<byte> block, long start, int end)
        {
            var at = (int)Math.Max(0, _done - start);
            while (at < end && !IsFull)
            {
                if (!_plain.Contains(block[at]) && block[at] < 0xc2)
                {
                    at++;
                    continue;
                }

                var next = Narrow(block, at, out var characters, out var beyond);
                if (characters >= least && (beyond == 0 || (next < block.Length && block[next] == 0)))
                {
                    var encoding = beyond == 0 ? StringEncoding.Ascii : StringEncoding.Utf8;
                    Give(new FoundString(start + at, encoding, Encoding.UTF8.GetString(block[at..next])));
                }
                else if (beyond > 0)
                {
                    // No text as a whole: the plain parts of it may be.
                    GivePlain(block[at..next], start + at);
                }

                at = Math.Max(next, at + 1);
            }

            _done = start + at;
        }

        private void GivePlain(ReadOnlySpan<byte> run, long start)
        {
            for (var at = 0; at < run.Length && !IsFull;)
            {
                var plain = run[at..].IndexOfAnyExcept(_plain);
                plain = plain < 0 ? run.Length - at : plain;
                if (plain >= least)
                {
                    Give(new FoundString(start + at, StringEncoding.Ascii, Encoding.ASCII.GetString(run.Slice(at, plain))));
                }

                at += plain;
                var other = run[at..].IndexOfAny(_plain);
                at = other < 0 ? run.Length : at + other;
            }
        }

        /// <summary>The end of the run that begins at a place.</summary>
        private static int Narrow(ReadOnlySpan<byte> block, int at, out int characters, out int beyond)
        {
            characters = 0;
            beyond = 0;
            while (at < block.Length && characters < Longest)
            {
                var rest = block.Slice(at, Math.Min(block.Length - at, Longest - characters));
                var plain = rest.IndexOfAnyExcept(_plain);
                plain = plain < 0 ? rest.Length : plain;
                characters += plain;
                at += plain;
                if (at == block.Length || characters == Longest || block[at] < 0xc2
                    || Rune.DecodeFromUtf8(block[at..], out var rune, out var bytes) != OperationStatus.Done || !Rune.IsLetter(rune))
                {
                    break;
                }

                characters++;
                beyond++;
                at += bytes;
            }

            return at;
        }

        private void RunWide(ReadOnlySpan<byte> block, long start, int end, int parity)
        {
            var first = start + ((start & 1) == parity ? 0 : 1);
            var at = (int)(Math.Max(first, _doneWide[parity]) - start);
            while (at < end && at + 1 < block.Length && !IsFull)
            {
                if (!IsWide(block[at], block[at + 1]))
                {
                    at += 2;
                    continue;
                }

                _text.Clear();
                var next = at;
                var plain = 0;
                for (; next + 1 < block.Length && _text.Length < Longest && IsWide(block[next], block[next + 1]); next += 2)
                {
                    plain += block[next + 1] == 0 ? 1 : 0;
                    _text.Append((char)(block[next] | (block[next + 1] << 8)));
                }

                var ended = start + next + 1 < length && next + 1 < block.Length && block[next] == 0 && block[next + 1] == 0;
                if (_text.Length >= least && (2 * plain >= _text.Length || ended))
                {
                    Give(new FoundString(start + at, StringEncoding.Utf16, _text.ToString()));
                }

                at = next;
            }

            _doneWide[parity] = start + at;
        }

        private static bool IsWide(byte low, byte high) => high switch
        {
            0 => low is (byte)'\t' or (>= 0x20 and <= 0x7e) || (low >= 0xc0 && char.IsLetter((char)low)),
            <= 5 => char.IsLetter((char)(low | (high << 8))) && (high < 5 || low < 0x30),
            _ => false,
        };

        private void Give(FoundString text)
        {
            if (_count == most)
            {
                IsFull = true;
                return;
            }

            _count++;
            found(text);
        }
    }
}
