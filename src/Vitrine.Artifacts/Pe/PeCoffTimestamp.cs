namespace Vitrine.Artifacts;

/// <summary>The COFF header's time: when the image was linked, or, in deterministic builds, a hash of it.</summary>
internal sealed class PeCoffTimestamp()
    : Normaliser<PeImage>("pe.coff-timestamp", 1, ExplanationKind.Metadata, "link time or content id")
{
    public override void Apply(PeImage image, PeImage other, Edits edits) =>
        edits.Zero(image.CoffOffset + 4, 4, $"0x{image.View.U32(image.CoffOffset + 4):x8}");
}
