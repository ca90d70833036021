using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Vitrine.Artifacts;

/// <summary>
/// The name of a package's core properties, which some packers make up anew:
/// <c>package/services/metadata/core-properties/ID.psmdcp</c>, and the one relationship in <c>_rels/.rels</c> that refers to
/// it, with its id.
/// </summary>
internal static partial class NupkgCoreProperties
{
    public const string Relationships = "_rels/.rels";
    private const string CanonicalId = "core-properties";
    private const int LongestRelationships = 64 * 1024;

    public static NormaliserInfo Info { get; } = new("nupkg.psmdcp", 1, ExplanationKind.Metadata, "name of the core properties");

    /// <summary>The archive's only member of such a name; null if there are none or several.</summary>
    public static ZipEntry? Find(ZipArchiveFile archive) =>
        archive.Entries.Where(entry => Name().IsMatch(entry.Key)).Take(2).ToArray() is [var only] ? only : null;

    /// <summary>
    /// The relationships with the made-up name and id replaced; null where they do not refer to it exactly once.
    /// </summary>
    public static string? Canonical(ReadOnlySpan<byte> relationships, ZipEntry properties)
    {
        if (relationships.Length > LongestRelationships || !Utf8.IsValid(relationships))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(relationships);
        var target = $"Target=\"/{properties.Key}\"";
        var references = Relationship().Matches(text).Where(m => m.Value.Contains(target, StringComparison.Ordinal)).ToArray();
        if (references is not [var reference] || Id().Count(reference.Value) != 1)
        {
            return null;
        }

        var canonical = Id().Replace(reference.Value, $" Id=\"{CanonicalId}\"")
            .Replace(properties.Key, CanonicalId, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, reference.Index), canonical, text.AsSpan(reference.Index + reference.Length));
    }

    [GeneratedRegex(@"\Apackage/services/metadata/core-properties/[0-9A-Za-z-]{1,64}\.psmdcp\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("<Relationship [^<>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex Relationship();

    [GeneratedRegex(" Id=\"[0-9A-Za-z]{1,64}\"", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
