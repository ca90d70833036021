namespace Vitrine.Artifacts;

/// <summary>ELF images: programs, shared objects and object files.</summary>
internal sealed class ElfFormat : FlatFormat<ElfImage>
{
    public override string Name => ElfImage.Format;

    protected override IReadOnlyList<Normaliser<ElfImage>> List { get; } =
    [
        new ElfBuildId(),
        new ElfComment(),
        new ElfDebugLink(),
        new ElfLayout(),
    ];

    public override bool Recognises(ReadOnlySpan<byte> head) => head.StartsWith("\u007fELF"u8);

    protected override ElfImage Parse(ReadOnlyMemory<byte> bytes) => ElfImage.Parse(bytes);

    protected override void NameDifferences(string member, Edited<ElfImage> a, Edited<ElfImage> b, Findings findings) =>
        ElfDifferences.Name(member, a, b, findings);
}
