namespace Vitrine.Artifacts;

/// <summary>The reproducible-build entry: empty, or a length and a hash of the image of that length (at most 64 bytes).</summary>
internal sealed class PeRepro() : Normaliser<PeImage>("pe.repro", 1, ExplanationKind.Metadata, "reproducible-build hash")
{
    public override void Apply(PeImage image, PeImage other, Edits edits)
    {
        foreach (var entry in image.Debug.Where(e => e.Type == PeDebugEntry.Repro && e.DataSize is > 4 and <= 68))
        {
            var size = image.View.U32(entry.DataOffset);
            if (size == entry.DataSize - 4)
            {
                edits.Zero(entry.DataOffset + 4, size, Convert.ToHexStringLower(image.View.Slice(entry.DataOffset + 4, size)));
            }
        }
    }
}
