namespace Vitrine.Artifacts;

/// <summary>The symbol file's checksum entry: the algorithm's name, one zero, the hash. The name stays.</summary>
internal sealed class PePdbChecksum() : Normaliser<PeImage>("pe.pdb-checksum", 1, ExplanationKind.Metadata, "symbol file's checksum")
{
    public override void Apply(PeImage image, PeImage other, Edits edits)
    {
        foreach (var entry in image.Debug.Where(e => e.Type == PeDebugEntry.PdbChecksum))
        {
            var data = image.View.Slice(entry.DataOffset, entry.DataSize);
            var name = data[..Math.Max(0, data.IndexOf((byte)0))];
            var size = name.SequenceEqual("SHA256"u8) ? 32 : name.SequenceEqual("SHA384"u8) ? 48 : name.SequenceEqual("SHA512"u8) ? 64 : -1;
            if (data.Length == name.Length + 1 + size)
            {
                edits.Zero(entry.DataOffset + name.Length + 1, size, Convert.ToHexStringLower(data[^size..]));
            }
        }
    }
}

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
