namespace Vitrine.Artifacts;

/// <summary>The times of the debug directory's entries.</summary>
internal sealed class PeDebugTimestamps()
    : Normaliser<PeImage>("pe.debug-timestamps", 1, ExplanationKind.Metadata, "debug entry time or content id")
{
    public override void Apply(PeImage image, PeImage other, Edits edits)
    {
        foreach (var entry in image.Debug)
        {
            edits.Zero(entry.Offset + 4, 4, $"0x{image.View.U32(entry.Offset + 4):x8}");
        }
    }
}
