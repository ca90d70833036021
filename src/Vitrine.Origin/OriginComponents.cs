using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Origin;

/// <summary>
/// Puts on record what was identified in a product's files, so that whoever uses the product is found when something is said of a component's maker
/// (docs/design/advisories.md): an act for each origin in each file.
/// </summary>
public static class OriginComponents
{
    /// <summary>Components that one call records.</summary>
    public const int Most = 1_000;

    private const int LongestPath = 160;
    private const string Sure = "-sure";

    /// <summary>
    /// The acts that are missing: for each origin in each file, unless it is on record; one that was on record as too unsure to move anything is recorded once more when it
    /// is sure enough. What is the product itself is left out.
    /// </summary>
    /// <param name="product">The product's name, as its releases say it.</param>
    /// <param name="version">Which version of it the files are of; null: not told.</param>
    /// <param name="found">What was identified in its files.</param>
    /// <param name="views">What is on record, and which entity a vendor's name is.</param>
    /// <exception cref="ActRefusedException">There are more than <see cref="Most"/>.</exception>
    public static ImmutableArray<ComponentIdentified> Missing(string product, string? version, IEnumerable<Identification> found, SqliteConnection views)
    {
        var acts = new Dictionary<string, ComponentIdentified>(StringComparer.Ordinal);
        foreach (var (file, match) in found.SelectMany(file => file.Matches.Select(match => (file, match))).Where(one => one.match.Product != product))
        {
            var act = Act(product, version, file, match, views);
            if (!acts.ContainsKey(act.Component) && !IsRecorded(act.Component, views))
            {
                acts.Add(act.Component, act);
            }
        }

        return acts.Count <= Most ? [.. acts.Values] : throw new ActRefusedException($"These are {acts.Count:N0} components; at most {Most:N0} are recorded at once. Nothing was recorded; name fewer files at once.");
    }

    private static ComponentIdentified Act(string product, string? version, Identification file, OriginMatch match, SqliteConnection views)
    {
        // Never more than was said: 0.899 is not 90 %.
        var percent = Math.Clamp((int)(match.Confidence * 100), 1, 100);
        var what = string.Join('\0', product, version, file.Digest.ToHex(), match.Vendor, match.Product);
        var id = $"origin-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16))}{(percent >= Components.Enough ? Sure : "")}";
        var vendor = Entities.FindByName(match.Vendor, views) is [var entity] ? entity.Id : null;
        return new ComponentIdentified(id, product, version, file.Digest, match.Product, vendor, percent, Evidence(file, match));
    }

    /// <summary>The identification is on record, or a surer one of the same is.</summary>
    private static bool IsRecorded(string id, SqliteConnection views) => Components.Find(id, views) is not null || (!id.EndsWith(Sure, StringComparison.Ordinal) && Components.Find(id + Sure, views) is not null);

    /// <summary>What was counted; nothing of what the file says, which may be said to frame somebody.</summary>
    private static string Evidence(Identification file, OriginMatch match)
    {
        var counts = Enumerable.Range(0, FeatureClasses.Count).Where(kind => match.Found[kind] > 0)
            .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{((FeatureClass)kind).ToWord()}: {match.Found[kind]:N0}"));
        var by = match.Independent.Length switch
        {
            0 => "no group of features speaks for it by itself",
            1 => $"by {match.Independent[0].ToWord()} alone",
            _ => $"by {string.Join(", ", match.Independent.Select(group => group.ToWord()))}, each by itself",
        };
        var versions = Plain(string.Join(" or ", match.Named.IsEmpty ? match.Versions : match.Named), LongestPath);
        return $"Recognised in {Plain(file.Path, LongestPath)} as software of {Plain(match.Vendor, LongestPath)}, {(match.Named.IsEmpty ? "nearest to version" : "which names its version")} {versions}; {by}. Features found: {string.Join(", ", counts)}.";
    }

    /// <summary>Letters and digits of any script and what paths are made of; the end of what is too long.</summary>
    private static string Plain(string text, int most)
    {
        var plain = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            plain.Append(rune.IsBmp && (Rune.IsLetterOrDigit(rune) || " ._-+!/()@,&'".Contains((char)rune.Value, StringComparison.Ordinal)) ? rune.ToString() : "_");
        }

        return plain.Length <= most ? plain.ToString() : "…" + plain.ToString(plain.Length - most + 1, most - 1);
    }
}
