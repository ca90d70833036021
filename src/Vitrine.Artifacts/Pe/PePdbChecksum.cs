namespace Vitrine.Artifacts;

/// <summary>The symbol file's checksum entry: the algorithm's name, one zero, the hash. The name stays.</summary>
internal sealed class PePdbChecksum()
    : Normaliser<PeImage>("pe.pdb-checksum", 1, ExplanationKind.Metadata, "symbol file's checksum")
{
    public override void Apply(PeImage image, PeImage other, Edits edits)
    {
        foreach (var entry in image.Debug.Where(e => e.Type == PeDebugEntry.PdbChecksum))
        {
            var data = image.View.Slice(entry.DataOffset, entry.DataSize);
            var name = data[..Math.Max(0, data.IndexOf((byte)0))];
            var size = name.SequenceEqual("SHA256"u8) ? 32
                : name.SequenceEqual("SHA384"u8) ? 48
                : name.SequenceEqual("SHA512"u8) ? 64
                : -1;
            if (size > 0 && data.Length == name.Length + 1 + size)
            {
                edits.Zero(entry.DataOffset + name.Length + 1, size, Convert.ToHexStringLower(data[^size..]));
            }
        }
    }
}
