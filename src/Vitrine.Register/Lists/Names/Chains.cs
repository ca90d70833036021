namespace Vitrine.Register;

/// <summary>Things that share a text: by the text's hash the last of them, and after each the one before. What only shares the hash is there too; whoever asks looks at each.</summary>
internal sealed class Chains
{
    private readonly Dictionary<int, int> _first = [];
    private readonly int[] _next;

    /// <summary>Makes the chains of things from 0 to one less than <paramref name="count"/>; one without a text is in none.</summary>
    public Chains(int count, Func<int, string?> text)
    {
        _next = new int[count];
        for (var i = 0; i < count; i++)
        {
            if (text(i) is { Length: > 0 } of)
            {
                var hash = of.GetHashCode(StringComparison.Ordinal);
                _next[i] = _first.GetValueOrDefault(hash, -1);
                _first[hash] = i;
            }
        }
    }

    public IEnumerable<int> Of(string text)
    {
        for (var i = text.Length == 0 ? -1 : _first.GetValueOrDefault(text.GetHashCode(StringComparison.Ordinal), -1); i >= 0; i = _next[i])
        {
            yield return i;
        }
    }
}
