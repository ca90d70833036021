using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>A word of the asked name and one of a listed name, and how alike they are, in hundredths.</summary>
internal readonly record struct NamePair(int Alike, int Asked, int Listed);

/// <summary>
/// Scores one asked name against many: twice the weight of the words that meet, each times how alike they are, over the weight of all words of both. The likest
/// and heaviest pair goes first; of equal ones, that whose words stand nearest to each other.
/// </summary>
internal sealed class NameQuestion(ImmutableArray<NameToken> asked) : IComparer<NamePair>
{
    private readonly int _askedWeight = asked.Sum(token => token.Weight);
    private readonly List<NamePair> _pairs = [];
    private readonly List<int> _weights = [];
    private int _listedWeight;
    private int _most;

    /// <summary>The pairs that count, after <see cref="Score"/>.</summary>
    public List<NamePair> Taken { get; } = [];

    /// <summary>Begins the next listed name.</summary>
    public void Begin()
    {
        _pairs.Clear();
        _weights.Clear();
        (_listedWeight, _most) = (0, 0);
    }

    /// <summary>Adds the next word of the listed name.</summary>
    /// <param name="weight">Its weight.</param>
    /// <param name="alike">The asked words that it is like, if there are any; where they stand in the listed name is not read.</param>
    public void Add(int weight, List<NamePair>? alike)
    {
        var best = 0;
        foreach (var pair in alike ?? [])
        {
            best = Math.Max(best, pair.Alike);
            _pairs.Add(pair with { Listed = _weights.Count });
        }

        _weights.Add(weight);
        _listedWeight += weight;
        _most += 2 * best * weight;
    }

    /// <summary>The score in whole hundredths; sums of whole numbers, so that no order of words changes it.</summary>
    /// <param name="least">0 is given for what cannot reach this.</param>
    public int Score(int least)
    {
        Taken.Clear();
        var whole = _askedWeight + _listedWeight;
        if (whole == 0 || _most < least * whole)
        {
            return 0;
        }

        _pairs.Sort(this);
        var (askedTaken, listedTaken, met) = (0u, 0u, 0);
        foreach (var pair in _pairs)
        {
            var (ofAsked, ofListed) = (1u << pair.Asked, 1u << pair.Listed);
            if ((askedTaken & ofAsked) == 0 && (listedTaken & ofListed) == 0)
            {
                (askedTaken, listedTaken) = (askedTaken | ofAsked, listedTaken | ofListed);
                met += pair.Alike * (asked[pair.Asked].Weight + _weights[pair.Listed]);
                Taken.Add(pair);
            }
        }

        return met / whole;
    }

    /// <inheritdoc/>
    public int Compare(NamePair x, NamePair y)
    {
        var order = (y.Alike * asked[y.Asked].Weight).CompareTo(x.Alike * asked[x.Asked].Weight);
        order = order != 0 ? order : Math.Abs(x.Asked - x.Listed).CompareTo(Math.Abs(y.Asked - y.Listed));
        order = order != 0 ? order : x.Asked.CompareTo(y.Asked);
        return order != 0 ? order : x.Listed.CompareTo(y.Listed);
    }
}
