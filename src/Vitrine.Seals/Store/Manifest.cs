using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>Where the content of a file lies: a range of a pack, and the key that opens it.</summary>
internal sealed record BlobPlace(string Pack, long Offset, long Length, byte[] Key);

/// <summary>A file and where its content lies; an empty file has no place.</summary>
internal sealed record ManifestEntry(SealedFile File, BlobPlace? Place);

/// <summary>What a seal's manifest says in the clear: its domain and the packs it needs. Enough to know which packs are still needed without any key.</summary>
internal sealed record ManifestHeader(DomainId Domain, IReadOnlyList<string> Packs, byte[] Bytes);

/// <summary>The encrypted list of a seal's files, with the places and keys of their contents. docs/formats/seal.md, "At rest".</summary>
internal sealed class Manifest
{
    private const int LongestSegmentName = 32;
    private const int LargestRow = 4 + 1 + 1 + 8 + 8 + Digest.Size + Digest.Size + 4 + 8 + 8 + ChunkCipher.KeySize;
    private const int LargestSegment = 4 + 1 + LongestSegmentName + 8 + ChunkCipher.KeySize;
    private static readonly SearchValues<byte> SegmentNameBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-"u8);

    public required DomainId Domain { get; init; }

    public required IReadOnlyList<ManifestEntry> Entries { get; init; }

    /// <summary>The side data of the packs that it needs.</summary>
    public IReadOnlyList<SegmentPlace> Segments { get; init; } = [];

    private static ReadOnlySpan<byte> Magic => "vitrine-seal-1\n\0"u8;

    /// <summary>Writes the file: the header, then the encrypted list.</summary>
    public void Write(Stream file, SealRoot root, ReadOnlySpan<byte> sealKey)
    {
        var packs = Entries.Select(entry => entry.Place?.Pack).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        var plain = Serialize(packs);
        var header = new MemoryStream();
        Span<byte> number = stackalloc byte[8];
        header.Write(Magic);
        BinaryPrimitives.WriteUInt64BigEndian(number, Domain.Value);
        header.Write(number);
        BinaryPrimitives.WriteInt32BigEndian(number, packs.Length);
        header.Write(number[..4]);
        foreach (var pack in packs)
        {
            header.Write(Convert.FromHexString(pack));
        }

        BinaryPrimitives.WriteInt64BigEndian(number, plain.Count);
        header.Write(number);
        try
        {
            SealBox.Write(file, sealKey, "manifest", root, header.ToArray(), plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain.AsSpan());
        }
    }

    /// <summary>Reads the header alone, or null if the bytes do not begin with one.</summary>
    public static ManifestHeader? TryReadHeader(ReadOnlySpan<byte> file)
    {
        const int Fixed = 16 + 8 + 4;
        if (file.Length < Fixed || !file.StartsWith(Magic))
        {
            return null;
        }

        var count = BinaryPrimitives.ReadInt32BigEndian(file[24..]);
        if (count < 0 || count > (file.Length - Fixed - 8) / 16)
        {
            return null;
        }

        var packs = new string[count];
        for (var i = 0; i < count; i++)
        {
            packs[i] = Convert.ToHexStringLower(file.Slice(Fixed + (i * 16), 16));
        }

        return new ManifestHeader(new DomainId(BinaryPrimitives.ReadUInt64BigEndian(file[16..])), packs, file[..(Fixed + (count * 16) + 8)].ToArray());
    }

    /// <summary>Decrypts the list, or null if the bytes are not what was written for this root.</summary>
    public static Manifest? TryDecode(SealRoot root, ReadOnlySpan<byte> sealKey, byte[] file)
    {
        if (TryReadHeader(file) is not { } header)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt64BigEndian(header.Bytes.AsSpan()[^8..]);
        var plain = SealBox.TryDecrypt(sealKey, "manifest", root, header.Bytes, size, file.AsMemory(header.Bytes.Length));
        if (plain is null)
        {
            return null;
        }

        try
        {
            return Deserialize(plain, header);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Adds the contents and segments that are not known yet, without building the list; false if the bytes are not what was written for this root.</summary>
    public static bool TryReadContents(SealRoot root, ReadOnlySpan<byte> sealKey, byte[] file, KnownContents known, bool withSegments)
    {
        if (TryReadHeader(file) is not { } header)
        {
            return false;
        }

        var size = BinaryPrimitives.ReadInt64BigEndian(header.Bytes.AsSpan()[^8..]);
        var plain = SealBox.TryDecrypt(sealKey, "manifest", root, header.Bytes, size, file.AsMemory(header.Bytes.Length));
        if (plain is null)
        {
            return false;
        }

        try
        {
            ReadOnlySpan<byte> rest = plain;
            var count = TakeInt32(ref rest);
            known.Places.EnsureCapacity(Math.Clamp(count, 0, rest.Length / 64));
            for (; count > 0; count--)
            {
                var row = ManifestRow.Take(ref rest, header.Packs.Count);
                if (row.Size > 0 && !known.Places.ContainsKey(row.Digest))
                {
                    known.Places.Add(row.Digest, row.Place(header.Packs)!);
                }
            }

            foreach (var segment in TakeSegments(ref rest, header.Packs).Where(_ => withSegments))
            {
                known.Segments.TryAdd((segment.Pack, segment.Name), segment);
            }

            return rest.IsEmpty;
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private ArraySegment<byte> Serialize(string[] packs)
    {
        // Taken at once: what a growing buffer leaves behind would hold keys, and a million rows would need twice the memory.
        var indexes = packs.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var most = Entries.Sum(entry => (long)Encoding.UTF8.GetByteCount(entry.File.Path) + LargestRow) + (Segments.Count * (long)LargestSegment) + 8;
        var memory = new MemoryStream(most <= Array.MaxLength ? (int)most : throw new SealStoreException(SealStoreFault.TooLarge, $"The list of files would have up to {most:N0} bytes; at most {Array.MaxLength:N0} are sealed. Seal parts of the tree by themselves."));
        using var writer = new BinaryWriter(memory);
        Span<byte> digest = stackalloc byte[Digest.Size];
        writer.Write(Entries.Count);
        foreach (var (file, place) in Entries)
        {
            var path = SealPath.Bytes(file.Path);
            writer.Write(path.Length);
            writer.Write(path);
            writer.Write((byte)file.Mode);
            writer.Write((byte)file.Text);
            writer.Write(file.Size);
            writer.Write(file.Lines);
            file.Digest.CopyTo(digest);
            writer.Write(digest);
            file.Salt.Value.CopyTo(digest);
            writer.Write(digest);
            if (place is not null)
            {
                writer.Write(indexes[place.Pack]);
                writer.Write(place.Offset);
                writer.Write(place.Length);
                writer.Write(place.Key);
            }
        }

        var needed = Segments.Where(segment => indexes.ContainsKey(segment.Pack)).ToArray();
        writer.Write(needed.Length);
        foreach (var segment in needed)
        {
            writer.Write(indexes[segment.Pack]);
            writer.Write((byte)segment.Name.Length);
            writer.Write(Encoding.ASCII.GetBytes(segment.Name));
            writer.Write(segment.Size);
            writer.Write(segment.Key);
        }

        writer.Flush();
        return new ArraySegment<byte>(memory.GetBuffer(), 0, (int)memory.Length);
    }

    /// <exception cref="ArgumentException">The bytes end too early.</exception>
    /// <exception cref="FormatException">They say something impossible.</exception>
    private static Manifest Deserialize(ReadOnlySpan<byte> plain, ManifestHeader header)
    {
        var count = TakeInt32(ref plain);
        var entries = new List<ManifestEntry>(Math.Clamp(count, 0, plain.Length / 64));
        for (var i = 0; i < count; i++)
        {
            var row = ManifestRow.Take(ref plain, header.Packs.Count);
            entries.Add(new ManifestEntry(
                new SealedFile(SealPath.Write(row.Path), row.Mode, row.Size, row.Digest, row.Salt, row.Text, row.Lines), row.Place(header.Packs)));
        }

        var segments = TakeSegments(ref plain, header.Packs);
        return plain.IsEmpty ? new Manifest { Domain = header.Domain, Entries = entries, Segments = segments } : throw new FormatException();
    }

    private static List<SegmentPlace> TakeSegments(ref ReadOnlySpan<byte> from, IReadOnlyList<string> packs)
    {
        var segments = new List<SegmentPlace>();
        for (var count = TakeInt32(ref from); count > 0; count--)
        {
            var pack = TakeInt32(ref from);
            var name = from.Slice(1, from[..1][0] is > 0 and <= LongestSegmentName and var length ? length : throw new FormatException());
            from = from[(1 + name.Length)..];
            if (pack < 0 || pack >= packs.Count || name.ContainsAnyExcept(SegmentNameBytes))
            {
                throw new FormatException();
            }

            segments.Add(new SegmentPlace(packs[pack], Encoding.ASCII.GetString(name), BinaryPrimitives.ReadInt64LittleEndian(from), from.Slice(8, ChunkCipher.KeySize).ToArray()));
            from = from[(8 + ChunkCipher.KeySize)..];
        }

        return segments;
    }

    private static int TakeInt32(ref ReadOnlySpan<byte> from)
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(from);
        from = from[4..];
        return value;
    }
}
