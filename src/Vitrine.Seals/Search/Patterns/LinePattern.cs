using System.Collections.Concurrent;
using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// What a query looks for in a line, as ripgrep 13 would (<c>-uu -a</c>; docs/formats/search.md), on bytes and in linear time. Immutable; each thread rents a <see cref="LineMatcher"/>.
/// </summary>
internal sealed class LinePattern
{
    // A set of literals that is guessed to stand at more places than this is not worth looking for first.
    private const double CommonShare = 1 / 200.0;

    private readonly ConcurrentBag<LineMatcher> _idle = [];
    private readonly Lazy<ByteProgram> _program;

    private LinePattern(PlainText plain, SyntaxNode tree, bool wholeWord)
    {
        _program = new Lazy<ByteProgram>(() => ByteProgram.Compile(wholeWord ? PatternParser.WholeWord(tree) : tree));
        Required = TrigramQuery.Of(tree);
        Plain = plain;
        Finder = new LiteralFinder([plain.Literal]);
    }

    private LinePattern(SyntaxNode tree)
    {
        // What is too large is refused now.
        var program = ByteProgram.Compile(tree);
        _program = new Lazy<ByteProgram>(program);
        Required = TrigramQuery.Of(tree);
        var (literals, isWhole) = RequiredLiterals.Of(tree);
        if (literals is { } some && ((isWhole && some.Length == 1) || LiteralFinder.ShareOf(some) <= CommonShare))
        {
            Finder = new LiteralFinder(some);
            IsLiteral = isWhole;
            Plain = isWhole && some is [{ IsFolded: false } single] ? new PlainText([.. single.Bytes], isWord: false) : null;
        }
        else if (RequiredRun.Of(tree) is { } run)
        {
            Finder = new RunFinder(run);
        }
    }

    /// <summary>Trigrams without which no line matches.</summary>
    public TrigramQuery Required { get; }

    /// <summary>The automaton.</summary>
    public ByteProgram Program => _program.Value;

    /// <summary>Finds lines that may match; null if all may.</summary>
    public ILineFinder? Finder { get; }

    /// <summary>The pattern, if it is bytes and nothing else, or a whole word of them; then <see cref="Finder"/> finds where these stand.</summary>
    public PlainText? Plain { get; }

    /// <summary>Whether every line that <see cref="Finder"/> finds matches.</summary>
    public bool IsLiteral { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="SearchPatternException">It is malformed, too large, or asks for what is not searched for.</exception>
    public static LinePattern Compile(string pattern, bool isRegex, bool ignoreCase, bool wholeWord)
    {
        var tree = isRegex ? PatternParser.Parse(pattern, ignoreCase) : PatternParser.Literal(pattern, ignoreCase);
        return isRegex || ignoreCase
            ? new LinePattern(wholeWord ? PatternParser.WholeWord(tree) : tree)
            : new LinePattern(new PlainText(Encoding.UTF8.GetBytes(pattern), wholeWord), tree, wholeWord);
    }

    /// <summary>A matcher for one thread, to be given back by <see cref="Return"/>.</summary>
    public LineMatcher Rent() => _idle.TryTake(out var matcher) ? matcher : new LineMatcher(this);

    /// <summary>Takes a matcher back, with the states it has made.</summary>
    public void Return(LineMatcher matcher) => _idle.Add(matcher);
}
