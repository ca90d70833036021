using System.Collections;

namespace Vitrine.Register;

/// <summary>What the lists say: the hits, the likeliest first.</summary>
/// <param name="hits">Of each list the likeliest, at most as many as an answer has.</param>
/// <param name="left">How many more entries are hit.</param>
public sealed class ListHits(IReadOnlyList<ListHit> hits, int left) : IReadOnlyList<ListHit>
{
    /// <summary>The most hits of one list that are told one by one for a name.</summary>
    public const int MostOfAList = 100;

    /// <summary>Nothing is hit.</summary>
    public static ListHits None { get; } = new([], 0);

    /// <summary>How many more entries are hit, none of them likelier than those of the same list that are here; 0 where all are here.</summary>
    /// <remarks>For an entity, an entry counts once for each name and each owner by which it is hit.</remarks>
    public int Left { get; } = left;

    /// <inheritdoc/>
    public int Count => hits.Count;

    /// <inheritdoc/>
    public ListHit this[int index] => hits[index];

    /// <inheritdoc/>
    public IEnumerator<ListHit> GetEnumerator() => hits.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
