namespace Vitrine.Artifacts;

/// <summary>The COFF header's time: when the image was linked, or, in deterministic builds, a hash of it.</summary>
internal sealed class PeCoffTimestamp() : Normaliser<PeImage>("pe.coff-timestamp", 1, ExplanationKind.Metadata, "link time or content id")
{
    public override void Apply(PeImage image, PeImage other, Edits edits) =>
        edits.Zero(image.CoffOffset + 4, 4, $"0x{image.View.U32(image.CoffOffset + 4):x8}");
}

/// <summary>The times of the debug directory's entries.</summary>
internal sealed class PeDebugTimestamps() : Normaliser<PeImage>("pe.debug-timestamps", 1, ExplanationKind.Metadata, "debug entry time or content id")
{
    public override void Apply(PeImage image, PeImage other, Edits edits)
    {
        foreach (var entry in image.Debug)
        {
            edits.Zero(entry.Offset + 4, 4, $"0x{image.View.U32(entry.Offset + 4):x8}");
        }
    }
}
