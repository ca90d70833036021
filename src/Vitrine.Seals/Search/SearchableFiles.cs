namespace Vitrine.Seals;

/// <summary>The files of a scope that can be searched, in the order of paths and in the order of rank, and what filters leave of them.</summary>
internal sealed class SearchableFiles
{
    private const int MostFilters = 32;

    private readonly ScopedSeal _seal;
    private readonly int[] _byPath;
    private readonly int[] _byRank;
    private readonly Language?[] _languages;
    private readonly long[] _sizes;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FilteredFiles> _filtered = new(StringComparer.Ordinal);

    public SearchableFiles(ScopedSeal seal)
    {
        _seal = seal;
        _byPath = [.. Enumerable.Range(0, seal.Files.Length).Where(place => seal.Files[place].Mode is SealedMode.Regular or SealedMode.Executable)];
        _languages = new Language?[seal.Files.Length];
        _sizes = [.. seal.Files.Select(file => file.Size)];
        var ranks = new long[_byPath.Length];
        for (var i = 0; i < _byPath.Length; i++)
        {
            var path = seal.Files[_byPath[i]].Path;
            _languages[_byPath[i]] = Language.Of(path);
            ranks[i] = ((long)FileKinds.Of(path) << 48) | ((long)path.AsSpan().Count('/') << 32) | (uint)i;
        }

        _byRank = [.. _byPath];
        Array.Sort(ranks, _byRank);
    }

    /// <summary>How many there are.</summary>
    public int Count => _byPath.Length;

    /// <summary>Bytes of the file at a place; kept together, since a search asks for all of them.</summary>
    public long SizeOf(int place) => _sizes[place];

    /// <summary>What a filter leaves. The last few are remembered.</summary>
    public FilteredFiles Filtered(PathFilter paths, Language? language)
    {
        var key = $"{language?.Name}\n{paths.Key}";
        lock (_gate)
        {
            if (_filtered.TryGetValue(key, out var known))
            {
                return known;
            }
        }

        var filtered = Filter(paths, language);
        lock (_gate)
        {
            if (_filtered.Count >= MostFilters)
            {
                _filtered.Clear();
            }

            return _filtered[key] = filtered;
        }
    }

    /// <summary>The files that are taken of all, in the same orders. The index is asked for all files.</summary>
    public FilteredFiles Where(Func<int, bool> takes) => Filtered([.. _byPath.Where(takes)], [.. _byRank.Where(takes)], isAll: true);

    private FilteredFiles Filter(PathFilter paths, Language? language)
    {
        var files = _seal.Files;
        if (paths.TakesAll && language is null)
        {
            return Filtered(_byPath, _byRank, isAll: true);
        }

        var taken = new bool[files.Length];
        Parallel.For(0, (_byPath.Length + 4095) / 4096, block =>
        {
            foreach (var place in _byPath.AsSpan(block * 4096, Math.Min(4096, _byPath.Length - (block * 4096))))
            {
                taken[place] = (language is null || _languages[place] == language) && paths.Takes(files[place].Path);
            }
        });
        return Filtered([.. _byPath.Where(place => taken[place])], [.. _byRank.Where(place => taken[place])], isAll: false);
    }

    private FilteredFiles Filtered(int[] byPath, int[] byRank, bool isAll) => new(new FileOrder(byPath, _sizes), new FileOrder(byRank, _sizes), isAll);
}

/// <summary>Files of a scope.</summary>
/// <param name="ByPath">In the order of paths.</param>
/// <param name="ByRank">Source before tests, documentation and what is generated; then fewer folders before more; then by path.</param>
/// <param name="IsAll">Whether no filter was given.</param>
internal sealed record FilteredFiles(FileOrder ByPath, FileOrder ByRank, bool IsAll);
