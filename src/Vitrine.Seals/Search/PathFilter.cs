namespace Vitrine.Seals;

/// <summary>Which paths a query asks for: those that one of its patterns matches, if it has any, and none that begins with an exclamation mark.</summary>
internal sealed class PathFilter
{
    private readonly Glob[] _include;
    private readonly Glob[] _exclude;
    private readonly bool _ignoreCase;

    /// <exception cref="GlobFormatException">A pattern is malformed.</exception>
    public PathFilter(IReadOnlyCollection<string> patterns, bool ignoreCase)
    {
        _ignoreCase = ignoreCase;
        _include = [.. patterns.Where(pattern => !IsExcluding(pattern)).Select(Parse)];
        _exclude = [.. patterns.Where(IsExcluding).Select(pattern => Parse(pattern[1..]))];
        Key = (ignoreCase ? "i\n" : "\n") + string.Join('\n', patterns);
    }

    /// <summary>Whether nothing is filtered.</summary>
    public bool TakesAll => _include.Length == 0 && _exclude.Length == 0;

    /// <summary>Filters of the same key take the same paths.</summary>
    public string Key { get; }

    /// <summary>Whether a path is asked for.</summary>
    public bool Takes(string path)
    {
        var name = _ignoreCase ? path.ToLowerInvariant() : path;
        return (_include.Length == 0 || Array.Exists(_include, glob => glob.Matches(name))) && !Array.Exists(_exclude, glob => glob.Matches(name));
    }

    private static bool IsExcluding(string pattern) => pattern.StartsWith('!');

    private Glob Parse(string pattern) => Glob.Parse(_ignoreCase ? pattern.ToLowerInvariant() : pattern);
}
