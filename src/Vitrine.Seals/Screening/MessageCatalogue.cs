using System.Buffers.Binary;
using System.Text.Unicode;

namespace Vitrine.Seals;

/// <summary>
/// Compiled catalogues of translations (GNU gettext, "The Format of GNU MO Files"): a mark, the revision, the number of messages, where the tables of originals and translations begin, and the hash table's size and
/// place, 4 bytes each; a table's entry is a length and a place; a text ends with a zero that its length does not count.
/// </summary>
internal static class MessageCatalogue
{
    private const int Header = 28;
    private const int MostMessages = 1_000_000;
    private const int LongestRun = 1024;

    private static readonly System.Buffers.SearchValues<byte> Controls = System.Buffers.SearchValues.Create(
        (ReadOnlySpan<byte>)[1, 2, 3, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    /// <summary>Whether a content begins as a catalogue does, in either order of bytes.</summary>
    public static bool IsMarked(ReadOnlySpan<byte> content) =>
        content.Length >= Header && (content.StartsWith((ReadOnlySpan<byte>)[0xDE, 0x12, 0x04, 0x95]) || content.StartsWith((ReadOnlySpan<byte>)[0x95, 0x04, 0x12, 0xDE]));

    /// <summary>
    /// Whether each byte is one of a catalogue: header and tables without gap or overlap, numbers of messages in the hash table, and texts in UTF-8 without control characters (but breaks, and what separates plurals and
    /// contexts) and without two thousand digits of base64 in a row. Then its texts can be read, and it holds nothing else.
    /// </summary>
    public static bool IsWhole(ReadOnlySpan<byte> content)
    {
        if (!IsMarked(content))
        {
            return false;
        }

        var isLittle = content[0] == 0xDE;
        var (revision, count, hashes) = (Number(content, 4, isLittle), Number(content, 8, isLittle), Number(content, 20, isLittle));
        if (revision != 0 || count > MostMessages || Header + (16L * count) + (4L * hashes) > content.Length)
        {
            return false;
        }

        var table = Number(content, 24, isLittle);
        var parts = new List<(uint Start, long Length)> { (0, Header), (table, 4L * hashes) };
        foreach (var named in (ReadOnlySpan<int>)[12, 16])
        {
            var start = Number(content, named, isLittle);
            parts.Add((start, 8L * count));
            if (start + (8L * count) > content.Length || !TryTexts(content, (int)start, (int)count, isLittle, parts))
            {
                return false;
            }
        }

        return AreWhole(parts, content.Length) && (hashes == 0 || AreNumbers(content.Slice((int)table, 4 * (int)hashes), count, isLittle));
    }

    private static bool TryTexts(ReadOnlySpan<byte> content, int table, int count, bool isLittle, List<(uint, long)> parts)
    {
        for (var i = 0; i < count; i++)
        {
            var (length, start) = (Number(content, table + (8 * i), isLittle), Number(content, table + (8 * i) + 4, isLittle));
            if (start + (long)length >= content.Length || content[(int)(start + length)] != 0 || !IsReadable(content.Slice((int)start, (int)length)))
            {
                return false;
            }

            parts.Add((start, length + 1L));
        }

        return true;
    }

    private static bool IsReadable(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAny(Controls) || !Utf8.IsValid(text))
        {
            return false;
        }

        for (var at = LongestRun; at <= text.Length; at += LongestRun)
        {
            // A run of twice that length covers one of these places whole.
            if (Alphabet.RunBefore(text[..at], Alphabet.PaddedUrl, LongestRun) == LongestRun)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether parts lie side by side and fill everything.</summary>
    private static bool AreWhole(List<(uint Start, long Length)> parts, int total)
    {
        var at = 0L;
        foreach (var (start, length) in parts.Where(part => part.Length > 0).OrderBy(part => part.Start))
        {
            if (start != at)
            {
                return false;
            }

            at += length;
        }

        return at == total;
    }

    private static bool AreNumbers(ReadOnlySpan<byte> table, uint most, bool isLittle)
    {
        for (var at = 0; at < table.Length; at += 4)
        {
            if (Number(table, at, isLittle) > most)
            {
                return false;
            }
        }

        return true;
    }

    private static uint Number(ReadOnlySpan<byte> content, int at, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(content[at..]) : BinaryPrimitives.ReadUInt32BigEndian(content[at..]);
}
