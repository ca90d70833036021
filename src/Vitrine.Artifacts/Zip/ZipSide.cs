namespace Vitrine.Artifacts;

/// <summary>One archive with its members under the names by which they are compared.</summary>
internal sealed class ZipSide
{
    /// <summary>No key of a member, since those are of characters below U+0100.</summary>
    private const string CorePropertiesName = "‹core properties›";

    private readonly ZipArchiveFile _archive;
    private readonly ZipEntry? _coreProperties;

    public ZipSide(ZipArchiveFile archive, bool isPackage)
    {
        _archive = archive;
        _coreProperties = isPackage ? NupkgCoreProperties.Find(archive) : null;
        ByName = archive.Entries.ToDictionary(NameOf, StringComparer.Ordinal);
    }

    public Dictionary<string, ZipEntry> ByName { get; }

    /// <summary>Names in the order of the central directory, as far as both sides have them.</summary>
    public IEnumerable<string> Order(HashSet<string> both) => _archive.Entries.Select(NameOf).Where(both.Contains);

    /// <summary>Names in the order of the file, as far as both sides have them.</summary>
    public IEnumerable<string> FileOrder(HashSet<string> both) =>
        _archive.Entries.OrderBy(e => e.LocalOffset).Select(NameOf).Where(both.Contains);

    /// <summary>A package's relationships without the made-up name; null for every other member.</summary>
    public string? CanonicalRelationships(ZipEntry entry, byte[] content) =>
        _coreProperties is not null && entry.Key == NupkgCoreProperties.Relationships
            ? NupkgCoreProperties.Canonical(content, _coreProperties)
            : null;

    private string NameOf(ZipEntry entry) => ReferenceEquals(entry, _coreProperties) ? CorePropertiesName : entry.Key;
}
