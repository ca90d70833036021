namespace Vitrine.Artifacts;

/// <summary>Tar archives.</summary>
internal sealed partial class OpenWalk
{
    private void EnterTar(Member member, int containers, ByteSource source)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (entry, offset) in new TarReader(source, cancellation).Read())
        {
            var isFile = entry.Kind == MemberKind.File && entry.Fault is null;
            var said = entry with { IsDuplicate = !names.Add(entry.Name) && entry.Kind != MemberKind.Folder };
            if (isFile)
            {
                Add(said, member.Index, containers + 1, source.Slice(offset, entry.Size));
            }
            else
            {
                List(said, member.Index, ArtifactFormat.Data, entry.Size, default, hasContent: false);
            }
        }
    }
}
