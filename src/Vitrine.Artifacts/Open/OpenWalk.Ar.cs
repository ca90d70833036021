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
    }
}
