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
    private const int LongestPath = 1 << 16;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public required DomainId Domain { get; init; }

    public required IReadOnlyList<ManifestEntry> Entries { get; init; }

    private static ReadOnlySpan<byte> Magic => "vitrine-seal-1\n\0"u8;

    /// <summary>The file's bytes: the header, then the encrypted list.</summary>
    public byte[] Encode(SealRoot root, ReadOnlySpan<byte> sealKey)
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

        BinaryPrimitives.WriteInt64BigEndian(number, plain.Length);
        header.Write(number);
        try
        {
            return [.. header.ToArray(), .. SealBox.Encrypt(sealKey, "manifest", root, header.ToArray(), plain)];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
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
    public static Manifest? TryDecode(SealRoot root, ReadOnlySpan<byte> sealKey, ReadOnlySpan<byte> file)
    {
        if (TryReadHeader(file) is not { } header)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt64BigEndian(header.Bytes.AsSpan()[^8..]);
        var plain = SealBox.TryDecrypt(sealKey, "manifest", root, header.Bytes, size, file[header.Bytes.Length..]);
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

    private byte[] Serialize(string[] packs)
    {
        var indexes = packs.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, StrictUtf8);
        Span<byte> digest = stackalloc byte[Digest.Size];
        writer.Write(Entries.Count);
        foreach (var (file, place) in Entries)
        {
            var path = StrictUtf8.GetBytes(file.Path);
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

        writer.Flush();
        var plain = memory.ToArray();
        CryptographicOperations.ZeroMemory(memory.GetBuffer());
        return plain;
    }

    /// <exception cref="ArgumentException">The bytes end too early.</exception>
    /// <exception cref="FormatException">They say something impossible.</exception>
    private static Manifest Deserialize(ReadOnlySpan<byte> plain, ManifestHeader header)
    {
        var count = TakeInt32(ref plain);
        var entries = new List<ManifestEntry>(Math.Clamp(count, 0, plain.Length / 64));
        for (var i = 0; i < count; i++)
        {
            var path = StrictUtf8.GetString(Take(ref plain, TakeInt32(ref plain) is > 0 and <= LongestPath and var length ? length : throw new FormatException()));
            var mode = (SealedMode)Take(ref plain, 1)[0];
            var text = (TextKind)Take(ref plain, 1)[0];
            var size = TakeInt64(ref plain);
            var lines = TakeInt64(ref plain);
            var digest = Digest.FromBytes(Take(ref plain, Digest.Size));
            var salt = new FileSalt(Digest.FromBytes(Take(ref plain, Digest.Size)));
            if (!Enum.IsDefined(mode) || !Enum.IsDefined(text) || size < 0 || lines < 0)
            {
                throw new FormatException();
            }

            BlobPlace? place = null;
            if (size > 0)
            {
                var pack = TakeInt32(ref plain);
                place = new BlobPlace(
                    pack >= 0 && pack < header.Packs.Count ? header.Packs[pack] : throw new FormatException(),
                    TakeInt64(ref plain),
                    TakeInt64(ref plain),
                    Take(ref plain, ChunkCipher.KeySize).ToArray());
            }

            entries.Add(new ManifestEntry(new SealedFile(path, mode, size, digest, salt, text, lines), place));
        }

        return plain.IsEmpty ? new Manifest { Domain = header.Domain, Entries = entries } : throw new FormatException();
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> from, int count)
    {
        var taken = from[..count];
        from = from[count..];
        return taken;
    }

    private static int TakeInt32(ref ReadOnlySpan<byte> from) => BinaryPrimitives.ReadInt32LittleEndian(Take(ref from, 4));

    private static long TakeInt64(ref ReadOnlySpan<byte> from) => BinaryPrimitives.ReadInt64LittleEndian(Take(ref from, 8));
}
