using System.Buffers.Binary;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>One file as it stands in the decrypted list of a manifest; its spans lie in the list. docs/formats/seal.md, "Manifest list".</summary>
internal readonly ref struct ManifestRow
{
    private const int LongestPath = 1 << 16;

    private readonly int _pack;
    private readonly long _offset;
    private readonly long _length;
    private readonly ReadOnlySpan<byte> _key;

    private ManifestRow(ref ReadOnlySpan<byte> from, int packs)
    {
        Path = TakeBytes(ref from, TakeInt32(ref from) is > 0 and <= LongestPath and var length ? length : throw new FormatException());
        Mode = (SealedMode)TakeBytes(ref from, 1)[0];
        Text = (TextKind)TakeBytes(ref from, 1)[0];
        Size = TakeInt64(ref from);
        Lines = TakeInt64(ref from);
        Digest = Digest.FromBytes(TakeBytes(ref from, Digest.Size));
        Salt = new FileSalt(Digest.FromBytes(TakeBytes(ref from, Digest.Size)));
        if (Mode > SealedMode.Submodule || Text > TextKind.Utf16BigEndian || Size < 0 || Lines < 0)
        {
            throw new FormatException();
        }

        if (Size > 0)
        {
            _pack = TakeInt32(ref from) is >= 0 and var pack && pack < packs ? pack : throw new FormatException();
            _offset = TakeInt64(ref from);
            _length = TakeInt64(ref from);
            _key = TakeBytes(ref from, ChunkCipher.KeySize);
        }
    }

    public ReadOnlySpan<byte> Path { get; }

    public SealedMode Mode { get; }

    public TextKind Text { get; }

    public long Size { get; }

    public long Lines { get; }

    public Digest Digest { get; }

    public FileSalt Salt { get; }

    /// <summary>The next row of the list.</summary>
    /// <exception cref="ArgumentException">The bytes end too early.</exception>
    /// <exception cref="FormatException">They say something impossible.</exception>
    public static ManifestRow Take(ref ReadOnlySpan<byte> from, int packs) => new(ref from, packs);

    /// <summary>Where the content lies; an empty one has no place.</summary>
    public BlobPlace? Place(IReadOnlyList<string> packs) => Size == 0 ? null : new BlobPlace(packs[_pack], _offset, _length, _key.ToArray());

    private static ReadOnlySpan<byte> TakeBytes(ref ReadOnlySpan<byte> from, int count)
    {
        var taken = from[..count];
        from = from[count..];
        return taken;
    }

    private static int TakeInt32(ref ReadOnlySpan<byte> from) => BinaryPrimitives.ReadInt32LittleEndian(TakeBytes(ref from, 4));

    private static long TakeInt64(ref ReadOnlySpan<byte> from) => BinaryPrimitives.ReadInt64LittleEndian(TakeBytes(ref from, 8));
}
