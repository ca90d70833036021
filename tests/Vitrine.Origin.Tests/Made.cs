using System.Buffers.Binary;
using System.Text;

namespace Vitrine.Origin.Tests;

/// <summary>Files made for a test: bytes without structure that hold strings and tables.</summary>
internal static class Made
{
    /// <summary>A file of strings, each ended by a zero, and tables at 16-byte places.</summary>
    public static byte[] File(IEnumerable<string> strings, IEnumerable<byte[]> tables)
    {
        using var stream = new MemoryStream();
        foreach (var table in tables)
        {
            stream.Write(table);
        }

        stream.Write([1, 0, 2, 0]);
        foreach (var text in strings)
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.WriteByte(0);
        }

        return stream.ToArray();
    }

    /// <summary>Sentences that no other seed has.</summary>
    public static string[] Strings(string seed, int count) => [.. Enumerable.Range(0, count).Select(i => $"{seed} cannot {Word(seed, i)} the {Word(seed, i + 1000)} of %s")];

    /// <summary>Tables of 32 bytes that no other seed has.</summary>
    public static byte[][] Tables(string seed, int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var table = new byte[32];
        for (var word = 0; word < 4; word++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan(8 * word), XxHash.Hash(Encoding.UTF8.GetBytes($"{seed} {i} {word}"), 7));
        }

        return table;
    })];

    public static FileFeatures Read(byte[] bytes) => FeatureReader.Read("made.bin", bytes, CancellationToken.None);

    public static CorpusEntry Entry(string product, params byte[][] files) =>
        new("The vendor of " + product, product, "1.0", [.. files.Select((bytes, i) => LearnedFile.Of(FeatureReader.Read($"{product}{i}.bin", bytes, CancellationToken.None))!)]);

    private static string Word(string seed, int i)
    {
        var hash = XxHash.Hash(Encoding.UTF8.GetBytes(seed), (ulong)i);
        return string.Concat(Enumerable.Range(0, 8).Select(n => (char)('a' + ((hash >> (5 * n)) % 26))));
    }
}
