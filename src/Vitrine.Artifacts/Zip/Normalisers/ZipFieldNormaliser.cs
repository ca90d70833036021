namespace Vitrine.Artifacts;

/// <summary>Names header fields of a member that mean nothing for what is unpacked.</summary>
internal abstract class ZipFieldNormaliser(string name, int version, string title)
{
    public NormaliserInfo Info { get; } = new(name, version, ExplanationKind.Metadata, title);

    /// <summary>The fields, as ranges of the local header and of the central one.</summary>
    public abstract IEnumerable<ZipField> Fields(ZipEntry entry);

    /// <summary>The value in words, for the explanation.</summary>
    public virtual string Describe(ZipEntry entry) => "";

    public bool Differs(ZipEntry a, ZipEntry b) =>
        !Fields(a).Select(field => field.Of(a)).SequenceEqual(Fields(b).Select(field => field.Of(b)), BytesComparer.Instance);

    public IEnumerable<ByteRange> Ranges(Side side, ZipEntry entry) => Fields(entry).Select(field => field.Range(side, entry));

    private sealed class BytesComparer : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> obj) => obj.Length;
    }
}

/// <summary>Some bytes of one of a member's two headers.</summary>
internal readonly record struct ZipField(bool Central, int Offset, int Length)
{
    public ReadOnlyMemory<byte> Of(ZipEntry entry) => (Central ? entry.Central : entry.Local).Slice(Offset, Length);

    public ByteRange Range(Side side, ZipEntry entry) =>
        new(side, (Central ? entry.CentralOffset : entry.LocalOffset) + Offset, Length);
}
