namespace Vitrine.Seals;

/// <summary>The last names that a reader asked for, so that a page, a click on a place or a step back does not look again.</summary>
public sealed class NameMemory(ScopedSeal seal, TimeProvider time)
{
    private const int Most = 8;

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Name, NameLook Look, NamePages Pages)> _last = new();

    /// <summary>The places of a name.</summary>
    /// <inheritdoc cref="SealSymbols.Find"/>
    public NamePages For(string name, NameLook look, TimeSpan budget)
    {
        lock (_gate)
        {
            for (var node = _last.First; node is not null; node = node.Next)
            {
                if (node.Value.Name == name && node.Value.Look == look)
                {
                    _last.Remove(node);
                    if (node.Value.Pages.IsCutShort)
                    {
                        break;
                    }

                    _last.AddFirst(node);
                    return node.Value.Pages;
                }
            }

            var pages = seal.Symbols.Find(name, look, time, budget);
            _last.AddFirst((name, look, pages));
            if (_last.Count > Most)
            {
                _last.RemoveLast();
            }

            return pages;
        }
    }
}
