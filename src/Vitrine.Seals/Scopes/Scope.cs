using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>Which files of a seal an engagement discloses: those that a pattern of <see cref="Include"/> matches, and none of <see cref="Exclude"/>.</summary>
public sealed class Scope
{
    /// <summary>The most patterns of a scope.</summary>
    public const int MaxPatterns = 10_000;

    private readonly ImmutableArray<Glob> _include;
    private readonly ImmutableArray<Glob> _exclude;

    private Scope(ImmutableArray<Glob> include, ImmutableArray<Glob> exclude)
    {
        _include = include;
        _exclude = exclude;
    }

    /// <summary>All files: the one pattern <c>**</c>.</summary>
    public static Scope Everything { get; } = Of(["**"], []);

    /// <summary>The patterns of what is in.</summary>
    public ImmutableArray<string> Include => [.. _include.Select(glob => glob.Pattern)];

    /// <summary>The patterns of what is out, whatever includes it.</summary>
    public ImmutableArray<string> Exclude => [.. _exclude.Select(glob => glob.Pattern)];

    /// <summary>Reads patterns. A single file is <see cref="Glob.Exactly"/> its path.</summary>
    /// <exception cref="GlobFormatException">A pattern is malformed.</exception>
    /// <exception cref="ArgumentException">Nothing is included, or there are too many patterns.</exception>
    public static Scope Of(IEnumerable<string> include, IEnumerable<string> exclude)
    {
        ArgumentNullException.ThrowIfNull(include);
        ArgumentNullException.ThrowIfNull(exclude);
        var scope = new Scope([.. include.Select(Glob.Parse)], [.. exclude.Select(Glob.Parse)]);
        return scope._include.Length == 0 ? throw new ArgumentException("A scope includes at least one pattern.", nameof(include))
            : scope._include.Length + scope._exclude.Length > MaxPatterns ? throw new ArgumentException($"A scope has at most {MaxPatterns} patterns.", nameof(include))
            : scope;
    }

    /// <summary>Whether a path is in.</summary>
    public bool Contains(string path) => _include.Any(glob => glob.Matches(path)) && !_exclude.Any(glob => glob.Matches(path));
}
