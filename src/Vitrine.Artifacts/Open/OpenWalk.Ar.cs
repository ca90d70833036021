namespace Vitrine.Artifacts;

/// <summary>Ar archives and Debian packages.</summary>
internal sealed partial class OpenWalk
{
    private void EnterAr(Member member, int containers, ByteSource source)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (entry, offset) in new ArReader(source, cancellation).Read())
        {
            Add(entry with { IsDuplicate = !names.Add(entry.Name) }, member.Index, containers + 1, source.Slice(offset, entry.Size));
        }

        if (member.Format == ArtifactFormat.Deb && !(Has("control.tar") && Has("data.tar")))
        {
            throw new ArtifactFormatException("deb", ArtifactFault.Truncated, source.Length, "a package has no control.tar or no data.tar");
        }

        bool Has(string name) => names.Any(n => n == name || n.StartsWith(name + ".", StringComparison.Ordinal));
    }
}
