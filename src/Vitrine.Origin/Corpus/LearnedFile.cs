using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Origin;

/// <summary>A file as the corpus has it: its features, none of its bytes.</summary>
/// <param name="Name">Its name where it was learned.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Features">For each class, the features in ascending order, each once.</param>
public sealed record LearnedFile(string Name, Digest Digest, long Size, ImmutableArray<ImmutableArray<Feature>> Features)
{
    /// <summary>Features of one class that are kept: the lowest, which are as good as any others, and the same in every file.</summary>
    public const int MostOfAClass = 16_384;

    /// <summary>Features below which a file teaches nothing that could be recognised.</summary>
    public const int Fewest = 24;

    /// <summary>How many features there are.</summary>
    public int Count => Features.Sum(kind => kind.Length);

    /// <summary>What is learned from a file; null where there is too little in it to be recognised, or it is packed.</summary>
    public static LearnedFile? Of(FileFeatures file)
    {
        if (file.Packing is not null)
        {
            return null;
        }

        var byClass = file.Sightings.ToLookup(s => s.Kind, s => s.Feature);
        var features = Enumerable.Range(0, FeatureClasses.Count)
            .Select(kind => byClass[(FeatureClass)kind].OrderBy(f => f.Bits).Take(MostOfAClass).ToImmutableArray())
            .ToImmutableArray();
        var learned = new LearnedFile(Path.GetFileName(file.Path.TrimEnd('/')), file.Digest, file.Size, features);
        return learned.Count - features[(int)FeatureClass.Import].Length >= Fewest ? learned : null;
    }
}

/// <summary>What was learned of one version of a product.</summary>
public sealed record CorpusEntry(string Vendor, string Product, string Version, ImmutableArray<LearnedFile> Files);
