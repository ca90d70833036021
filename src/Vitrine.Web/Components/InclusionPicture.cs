using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>An inclusion proof to look at: from an entry's leaf hash up to the root of a checkpoint.</summary>
/// <param name="Index">The entry's index.</param>
/// <param name="Size">The size of the tree whose root is reached.</param>
/// <param name="Leaf">The leaf hash, hexadecimal.</param>
/// <param name="Steps">The hashes beside the path, from the leaf upward.</param>
/// <param name="Root">The root, hexadecimal.</param>
public sealed record InclusionPicture(long Index, long Size, string Leaf, ImmutableArray<InclusionStep> Steps, string Root);

/// <param name="Sibling">The hash that the proof brings.</param>
/// <param name="SiblingOnLeft">Whether it is hashed before the path's own.</param>
/// <param name="Result">The hash of both.</param>
/// <param name="First">The first entry that the sibling stands for.</param>
/// <param name="Last">The last one.</param>
public sealed record InclusionStep(string Sibling, bool SiblingOnLeft, string Result, long First, long Last);
