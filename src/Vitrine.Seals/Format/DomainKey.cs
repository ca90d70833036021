using System.Buffers.Binary;
using System.Security.Cryptography;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>A vendor's key: 32 random bytes, from which all salts of its seals come. Cleared when disposed.</summary>
/// <remarks>Who has it can test guesses of a hidden file's content against a leaf, so it is kept as a seal's key is.</remarks>
public sealed class DomainKey : IDisposable
{
    /// <summary>Bytes in a domain key.</summary>
    public const int Size = 32;

    private readonly byte[] _key = GC.AllocateArray<byte>(Size, pinned: true);

    // A one-shot HMAC looks up its algorithm each time, which costs more than the salt.
    private readonly ThreadLocal<IncrementalHash> _macs;

    private DomainKey(ReadOnlySpan<byte> key)
    {
        key.CopyTo(_key);
        _macs = new ThreadLocal<IncrementalHash>(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key), trackAllValues: true);
        Span<byte> mac = stackalloc byte[Digest.Size];
        HMACSHA256.HashData(_key, "vitrine-seal-domain-v1"u8, mac);
        Id = new DomainId(BinaryPrimitives.ReadUInt64BigEndian(mac));
    }

    /// <summary>The domain's name.</summary>
    public DomainId Id { get; }

    /// <summary>Takes 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are not 32 bytes.</exception>
    public static DomainKey FromBytes(ReadOnlySpan<byte> key) =>
        key.Length == Size ? new DomainKey(key) : throw new ArgumentException($"A domain key has {Size} bytes, not {key.Length}.", nameof(key));

    /// <summary>HMAC-SHA256(key, path ‖ 0x00 ‖ mode ‖ digest); see docs/formats/seal.md. Any thread may call it.</summary>
    /// <exception cref="SealFormatException">The path is not in its written form.</exception>
    public FileSalt Salt(string path, SealedMode mode, Digest content) => Salt(SealPath.Bytes(path), mode, content);

    /// <summary>The same of a path's bytes.</summary>
    public FileSalt Salt(ReadOnlySpan<byte> path, SealedMode mode, Digest content)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        content.CopyTo(bytes);
        var mac = _macs.Value!;
        mac.AppendData(path);
        mac.AppendData([0]);
        mac.AppendData(mode.Octal());
        mac.AppendData(bytes);
        mac.GetHashAndReset(bytes);
        return new FileSalt(Digest.FromBytes(bytes));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var mac in _macs.Values)
        {
            mac.Dispose();
        }

        _macs.Dispose();
        CryptographicOperations.ZeroMemory(_key);
    }
}
