using Vitrine.Artifacts;

namespace Vitrine.Seals;

/// <summary>
/// A tar archive, plain or compressed. It is read twice from front to back, once to list it and once to seal it; a member that stands there again
/// replaces the earlier one, and a hard link is the file that it is linked to, as when the archive is unpacked.
/// </summary>
internal sealed class TarSource : ArchiveSource
{
    private readonly ByteSource _file;
    private readonly string _kind;

    // By the member's number: whose content is read from it.
    private SourceEntry?[] _members = [];

    public TarSource(ByteSource file, string kind, CancellationToken cancellation)
        : base(kind)
    {
        _file = file;
        _kind = kind;
        List(cancellation);
    }

    internal override IEnumerable<SourceContent> ReadAll(CancellationToken cancellation)
    {
        foreach (var entry in Entries)
        {
            if (entry.Content is { } content)
            {
                yield return new SourceContent(entry, () => new MemoryStream(content, false), content.Length);
            }
        }

        using var stream = UnpackedStream.Of(_file, _kind);
        foreach (var member in new TarStream(stream, ArchiveLimits.MostBytes(_file.Length)).Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (member.Number < _members.Length && _members[member.Number] is { } entry)
            {
                yield return new SourceContent(entry, () => member.Content, member.Size);
            }
        }

        RequireUnchanged();
    }

    private protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void List(CancellationToken cancellation)
    {
        var problems = new List<SealProblem>();
        var listed = new Dictionary<string, (SourceEntry Entry, int Member)>(StringComparer.Ordinal);
        using var stream = UnpackedStream.Of(_file, _kind);
        var count = 0;
        foreach (var member in new TarStream(stream, ArchiveLimits.MostBytes(_file.Length)).Read())
        {
            cancellation.ThrowIfCancellationRequested();
            count = member.Number + 1;
            if (member.Number >= ArchiveLimits.Members || member.Link.Length > ArchiveLimits.LongestName)
            {
                throw new IOException("it has more members, or a longer link, than is read.");
            }

            if (TryName(member.Name, member.Type == '5', problems) is { } path && member.Type != '5')
            {
                Add(member, path, listed, problems);
            }
        }

        _members = new SourceEntry?[count];
        foreach (var (entry, number) in listed.Values)
        {
            // Of a content that several names have, one reads it and the others are the same.
            if (entry.Content is null)
            {
                entry.SameAs = _members[number];
                _members[number] ??= entry;
            }
        }

        Finish([.. listed.Values.Select(value => value.Entry)], problems);
    }

    private void Add(TarMember member, byte[] path, Dictionary<string, (SourceEntry Entry, int Member)> listed, List<SealProblem> problems)
    {
        var written = SealPath.Write(path);
        switch (member.Type)
        {
            case '0':
                listed[written] = (new SourceEntry { Path = path, Written = written, Mode = (member.Mode & 0x40) != 0 ? SealedMode.Executable : SealedMode.Regular }, member.Number);
                break;
            case '2':
                listed[written] = (new SourceEntry { Path = path, Written = written, Mode = SealedMode.Link, Content = member.Link }, member.Number);
                break;
            case '1' when TryName(member.Link, isFolder: false, []) is { } target && listed.TryGetValue(SealPath.Write(target), out var linked):
                listed[written] = (new SourceEntry { Path = path, Written = written, Mode = linked.Entry.Mode, Content = linked.Entry.Content }, linked.Member);
                break;
            case '1':
                problems.Add(new SealProblem(
                    SealProblemKind.Unreadable, HiddenCharacters.Show(path), $"a hard link to {HiddenCharacters.Show(member.Link)}, which does not stand before it"));
                break;
            default:
                problems.Add(new SealProblem(SealProblemKind.SpecialFile, HiddenCharacters.Show(path), "a socket, pipe or device has no content to seal; remove it"));
                break;
        }
    }
}
