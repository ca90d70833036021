using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>What the other seals of a domain hold, by digest, so that the next seal costs what changed; and the side data of their packs.</summary>
internal sealed class KnownContents
{
    public Dictionary<Digest, BlobPlace> Places { get; } = [];

    public Dictionary<(string Pack, string Name), SegmentPlace> Segments { get; } = [];
}
