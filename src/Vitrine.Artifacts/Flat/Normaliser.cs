namespace Vitrine.Artifacts;

/// <summary>
/// A small named rule that turns one kind of structure into its canonical form. It recomputes what is derived and masks only
/// what has no other meaning; where a structure is not exactly of the shape that it knows, it leaves it alone, and the
/// difference stays.
/// </summary>
internal abstract class Normaliser<TImage>(string name, int version, ExplanationKind kind, string title)
    where TImage : FlatImage
{
    public NormaliserInfo Info { get; } = new(name, version, kind, title);

    /// <summary>
    /// Adds the edits for <paramref name="image"/>. The other side decides only what has no meaning on its own, such as
    /// padding.
    /// </summary>
    public abstract void Apply(TImage image, TImage other, Edits edits);

    /// <summary>What the difference of these two is, where that depends on their values.</summary>
    public virtual ExplanationKind KindOf(TImage a, TImage b) => Info.Kind;
}

/// <summary>An image that has been parsed: a file that is one run of bytes with structures in it.</summary>
internal abstract class FlatImage(ReadOnlyMemory<byte> bytes)
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;
}
