namespace Vitrine.Artifacts;

/// <summary>Zip archives, packages and jars.</summary>
internal sealed partial class OpenWalk
{
    private const uint TypeMask = 0xf000;
    private const uint TypeLink = 0xa000;
    private const int LongestLink = 4096;

    /// <summary>A zip archive that was read to say what kind it is, or why it cannot be read.</summary>
    private readonly record struct ZipOpened(ZipArchiveFile? Archive, ArtifactFormatException? Fault);

    private ZipOpened TryReadZip(ByteSource source, out ArtifactFormat format)
    {
        format = ArtifactFormat.Zip;
        try
        {
            var archive = ZipArchiveFile.Read(
                source, CompareLimits.Default with { MaxMembers = limits.Members, MaxRatio = limits.Ratio }, cancellation);
            format = ZipComparison.IsPackage(archive) ? ArtifactFormat.Nupkg
                : archive.Entries.Any(e => e.Key == "META-INF/MANIFEST.MF") ? ArtifactFormat.Jar
                : ArtifactFormat.Zip;
            return new ZipOpened(archive, null);
        }
        catch (ArtifactFormatException fault)
        {
            return new ZipOpened(null, fault);
        }
    }

    private void EnterZip(Member member, ZipOpened zip, int containers, ByteSource source)
    {
        if (zip.Archive is not { } archive)
        {
            throw zip.Fault!;
        }

        foreach (var entry in archive.Entries)
        {
            var isFolder = entry.Key.EndsWith('/') && entry.Size == 0;
            var isLink = (entry.Mode & TypeMask) == TypeLink;
            var said = new Entry(entry.Name)
            {
                Size = entry.Size,
                Kind = isFolder ? MemberKind.Folder : isLink ? MemberKind.SymbolicLink : MemberKind.File,
                Mode = entry.Mode == 0 ? null : (int)(entry.Mode & 0xfff),
            };
            if (isFolder)
            {
                List(said, member.Index, ArtifactFormat.Data, 0, default, hasContent: false);
                continue;
            }

            Spool? spool = null;
            try
            {
                spool = ZipContent.Unpack(archive, entry, _budget);
            }
            catch (ArtifactFormatException fault) when (!_budget.IsSpent)
            {
                Refuse(said, member.Index, fault);
                continue;
            }

            using (spool)
            {
                if (isLink)
                {
                    var link = Printable.Decode(spool.ReadArray(0, (int)Math.Min(spool.Length, LongestLink)));
                    List(said with { Link = link }, member.Index, ArtifactFormat.Data, spool.Length, default, hasContent: false);
                }
                else
                {
                    Add(said, member.Index, containers + 1, spool);
                }
            }
        }
    }
}
