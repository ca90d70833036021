using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Seals;

/// <summary>A licence of a tree.</summary>
/// <param name="Licence">The SPDX identifier or expression; LicenseRef-… where SPDX has none.</param>
/// <param name="Stated">In how many files an SPDX line states it.</param>
/// <param name="Texts">In how many files its text or its usual notice stands.</param>
/// <param name="Places">The first files, by path; at most <see cref="LicenceInventory.MaxPlaces"/>.</param>
public sealed record LicenceEntry(string Licence, int Stated, int Texts, ImmutableArray<InventoryPlace> Places);

/// <summary>Two licences of one tree that somebody should bring together, or one that somebody should read.</summary>
public sealed record LicenceQuestion(ImmutableArray<string> Licences, string Question, string Reason);

/// <summary>The licences of a tree.</summary>
/// <param name="Root">The seal.</param>
/// <param name="Files">Files in scope.</param>
/// <param name="Without">Files of code in which none was recognised.</param>
/// <param name="Licences">By how many files have them.</param>
/// <param name="Questions">What is worth asking; no advice.</param>
public sealed record LicenceList(string Root, int Files, int Without, ImmutableArray<LicenceEntry> Licences, ImmutableArray<LicenceQuestion> Questions)
{
    /// <summary>UTF-8 JSON; the same list gives the same bytes.</summary>
    public byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, LicenceJson.Default.LicenceList);
}

/// <summary>Which licences the files of a tree are under, as they say themselves.</summary>
public static class LicenceInventory
{
    /// <summary>The most places that are listed of one licence.</summary>
    public const int MaxPlaces = 20;

    private static readonly ScreeningEngine Engine = new([new LicenceProbe()]);

    private static readonly (string[] One, string[] Other, string Reason)[] Conflicts =
    [
        (["GPL-2.0-only", "GPL-2.0"], ["Apache-2.0"], "The Free Software Foundation holds Apache-2.0 incompatible with version 2 of the GPL alone."),
        (["GPL-2.0-only", "GPL-2.0"], ["GPL-3.0-only", "GPL-3.0-or-later", "GPL-3.0", "LGPL-3.0-or-later", "LGPL-3.0-only", "AGPL-3.0"], "Version 2 alone and version 3 of the GPL do not allow one work under both."),
        (["GPL-2.0-only", "GPL-2.0", "GPL-2.0-or-later", "GPL-3.0", "GPL-3.0-only", "GPL-3.0-or-later"], ["BSD-4-Clause", "OpenSSL"], "The advertising clause is a condition beyond the GPL's."),
        (["GPL-2.0-only", "GPL-2.0", "GPL-2.0-or-later", "GPL-3.0", "GPL-3.0-only", "GPL-3.0-or-later"], ["CDDL-1.0", "EPL-1.0", "MPL-1.1"], "Both ask that the whole be under their own terms."),
        (["GPL-2.0-only", "GPL-2.0", "GPL-2.0-or-later", "GPL-3.0", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0"], ["LicenseRef-proprietary", "SSPL-1.0", "BUSL-1.1"], "The GPL allows no further restriction of what is linked with it."),
    ];

    private static readonly (string Licence, string Question, string Reason)[] Alone =
    [
        ("AGPL-3.0", "Is the product reached over a network, and is its source offered there?", "Section 13 of the AGPL asks it."),
        ("SSPL-1.0", "Is the product offered as a service?", "The licence then asks for the source of everything around it, and is not held to be open source."),
        ("BUSL-1.1", "Which use does the licensor allow, and from when is another licence granted?", "The licence limits use in production until its change date."),
        ("LicenseRef-proprietary", "Who owns these files, and may they be shown to the reviewers?", "They say that they are confidential."),
    ];

    /// <summary>Reads every file in scope.</summary>
    public static LicenceList Take(ScopedSeal tree, IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var facts = Screening.Gather(tree, Engine, progress, cancellation).Of(FactKind.Licence).ToArray();
        var entries = facts.GroupBy(fact => fact.Value[5..], StringComparer.Ordinal)
            .Select(group => new LicenceEntry(
                group.Key,
                group.Count(fact => fact.Value.StartsWith("spdx|", StringComparison.Ordinal)),
                group.Count(fact => fact.Value.StartsWith("text|", StringComparison.Ordinal)),
                [.. group.DistinctBy(fact => fact.Path).Take(MaxPlaces).Select(fact => new InventoryPlace(fact.Path, fact.Line))]))
            .OrderByDescending(entry => entry.Stated + entry.Texts).ThenBy(entry => entry.Licence, StringComparer.Ordinal).ToImmutableArray();
        var told = facts.Select(fact => fact.Path).ToHashSet(StringComparer.Ordinal);
        var without = tree.Files.Count(file => FileRoles.Of(file.Path).HasFlag(FileRole.Code) && file.Size > 0 && !told.Contains(file.Path));
        return new LicenceList(tree.Root.ToString(), tree.Measure.Files, without, entries, Questions([.. entries.Select(entry => entry.Licence)]));
    }

    private static ImmutableArray<LicenceQuestion> Questions(ImmutableArray<string> licences)
    {
        var questions = ImmutableArray.CreateBuilder<LicenceQuestion>();
        foreach (var (one, other, reason) in Conflicts)
        {
            var ones = licences.Where(licence => one.Contains(licence)).ToArray();
            var others = licences.Where(licence => other.Contains(licence)).ToArray();
            if (ones.Length > 0 && others.Length > 0)
            {
                questions.Add(new LicenceQuestion([.. ones, .. others], "Do files under these licences become one work?", reason));
            }
        }

        questions.AddRange(Alone.Where(alone => licences.Contains(alone.Licence)).Select(alone => new LicenceQuestion([alone.Licence], alone.Question, alone.Reason)));
        return questions.ToImmutable();
    }
}

/// <summary>How licences are written as JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LicenceList))]
internal sealed partial class LicenceJson : JsonSerializerContext;
