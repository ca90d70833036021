using System.Collections.Frozen;
using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>What rules note of a file because only the whole tree can judge it.</summary>
internal enum FactKind
{
    /// <summary>A host or an address in code.</summary>
    Endpoint,

    /// <summary>A host or an address in a document.</summary>
    DocumentedEndpoint,

    /// <summary>What a command of a build file names, and may be a path.</summary>
    BuildMention,

    /// <summary>The content is not text, or is an archive; the value is its kind in words, or nothing.</summary>
    Binary,

    /// <summary>A licence, by its SPDX identifier.</summary>
    Licence,

    /// <summary>A cryptographic asset, by its name.</summary>
    Cryptography,
}

/// <summary>A note, at a place in <see cref="ScreenedFile.Text"/>.</summary>
internal readonly record struct Fact(FactKind Kind, string Value, int Start);

/// <summary>A note with its file, line and column.</summary>
internal sealed record LocatedFact(FactKind Kind, string Value, string Path, Digest Content, int? Line, int? Column)
{
    public Digest LineContent { get; init; } = Digest.Of([]);
}

/// <summary>All notes of a tree, and its paths.</summary>
internal sealed class TreeFacts(ImmutableArray<SealedFile> files, LocatedFact[]?[] facts)
{
    private readonly Lazy<FrozenSet<string>> _paths = new(() => files.Select(file => file.Path).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Every path of the tree.</summary>
    public FrozenSet<string> Paths => _paths.Value;

    /// <summary>The notes of a kind, by path and in the order of each text.</summary>
    public IEnumerable<LocatedFact> Of(FactKind kind) => facts.Where(one => one is not null).SelectMany(one => one!).Where(fact => fact.Kind == kind);
}

/// <summary>Judges what its own and other rules noted of all files.</summary>
internal abstract class TreeRule : ScreeningRule
{
    /// <summary>What follows from the notes, in an order that depends on nothing else.</summary>
    internal abstract IEnumerable<ScreeningFinding> Conclude(TreeFacts tree);

    /// <summary>A finding at the place of a note.</summary>
    protected ScreeningFinding At(LocatedFact fact, ScreeningSeverity severity, string message) =>
        new(Id, Title, severity, fact.Path, fact.Content, fact.Line, fact.Column, message) { LineContent = fact.LineContent };
}
