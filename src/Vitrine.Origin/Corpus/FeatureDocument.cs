using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Origin;

/// <summary>
/// The features of learned files in bytes (docs/formats/origin.md), little-endian: magic of 8, number of files of 4; for each file the length
/// of its name of 2, the name in UTF-8, its digest of 32, its size of 8, and for each of the 7 classes the number of features of 4 and 8 bytes
/// for each, ascending. One spelling of each content.
/// </summary>
public static class FeatureDocument
{
    /// <summary>Files in one document.</summary>
    public const int MostFiles = 20_000;

    private const int LongestName = 512;
    private static ReadOnlySpan<byte> Magic => "VITRORG\u0001"u8;

    /// <summary>The bytes for files.</summary>
    /// <exception cref="ArgumentException">There are too many.</exception>
    public static byte[] Encode(ImmutableArray<LearnedFile> files)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(files.Length, MostFiles, nameof(files));
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(files.Length);
        foreach (var file in files)
        {
            var name = Encoding.UTF8.GetBytes(Bounded(file.Name));
            writer.Write((ushort)name.Length);
            writer.Write(name);
            writer.Write(file.Digest.ToArray());
            writer.Write(file.Size);
            foreach (var kind in file.Features)
            {
                writer.Write(kind.Length);
                foreach (var feature in kind)
                {
                    writer.Write(feature.Bits);
                }
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="OriginFormatException">It is anything else.</exception>
    public static ImmutableArray<LearnedFile> Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new Reader(bytes);
        if (!reader.Take(Magic.Length).SequenceEqual(Magic))
        {
            throw reader.Fault("the magic is another");
        }

        var count = reader.Number(MostFiles);
        var files = ImmutableArray.CreateBuilder<LearnedFile>();
        for (var i = 0; i < count; i++)
        {
            files.Add(reader.File());
        }

        return reader.IsAtEnd ? files.ToImmutable() : throw reader.Fault("bytes follow the last file");
    }

    private static string Bounded(string name)
    {
        while (Encoding.UTF8.GetByteCount(name) > LongestName)
        {
            name = name[..^1];
        }

        return name;
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _next;

        public readonly bool IsAtEnd => _next == _bytes.Length;

        public ReadOnlySpan<byte> Take(int length)
        {
            if (length > _bytes.Length - _next)
            {
                throw Fault("it ends within a field");
            }

            _next += length;
            return _bytes.Slice(_next - length, length);
        }

        public int Number(int most) =>
            BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))) is >= 0 and var number && number <= most ? number : throw Fault($"a number is not from 0 to {most:N0}");

        public LearnedFile File()
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));
            var name = length <= LongestName ? Name(Take(length)) : throw Fault("a name is too long");
            var digest = Digest.FromBytes(Take(Digest.Size));
            var size = BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));
            if (size < 0)
            {
                throw Fault("a file's size is negative");
            }

            var features = ImmutableArray.CreateBuilder<ImmutableArray<Feature>>(FeatureClasses.Count);
            for (var kind = 0; kind < FeatureClasses.Count; kind++)
            {
                features.Add(Features());
            }

            return new LearnedFile(name, digest, size, features.MoveToImmutable());
        }

        public readonly OriginFormatException Fault(string what) => new($"These bytes are no document of features: at {_next:N0}, {what}.");

        private readonly string Name(ReadOnlySpan<byte> utf8)
        {
            var name = Encoding.UTF8.GetString(utf8);
            return Encoding.UTF8.GetBytes(name).AsSpan().SequenceEqual(utf8) ? name : throw Fault("a name is not UTF-8");
        }

        private ImmutableArray<Feature> Features()
        {
            var count = Number(LearnedFile.MostOfAClass);
            var bytes = Take(count * sizeof(ulong));
            var features = new Feature[count];
            for (var i = 0; i < count; i++)
            {
                features[i] = new Feature(BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * sizeof(ulong))..]));
                if (features[i].Prior == 0 || (i > 0 && features[i].Bits <= features[i - 1].Bits))
                {
                    throw Fault("features are not in ascending order, or one has no weight");
                }
            }

            return System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(features);
        }
    }
}

/// <summary>Bytes that are no document of features.</summary>
public sealed class OriginFormatException(string message) : Exception(message);
