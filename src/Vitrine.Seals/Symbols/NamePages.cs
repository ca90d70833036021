using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Seals;

/// <summary>The places of one name, page by page, looked for once. It keeps positions, never text; the seal must stay open while it is asked. Requests come one after the other.</summary>
public sealed class NamePages
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 256;

    private readonly ScopedSeal _seal;
    private readonly SealSymbols _symbols;
    private readonly NameLook _look;
    private readonly string _name;
    private readonly string? _within;
    private readonly byte[] _word;
    private readonly TimeProvider _time;
    private readonly TimeSpan _budget;
    private readonly Lock _gate = new();
    private readonly List<(FoundLine Line, Symbol? Symbol)> _places = [];
    private SearchSummary? _summary;
    private int _definitions;
    private long _references;
    private bool _isPartial;
    private ImmutableArray<string> _unread = [];
    private bool _isDone;

    internal NamePages(ScopedSeal seal, SealSymbols symbols, string name, NameLook look, TimeProvider time, TimeSpan budget)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxNameLength || name.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)))
        {
            throw new SearchPatternException($"A name has 1 to {MaxNameLength} characters, none of them blank.");
        }

        var cut = Math.Max(name.LastIndexOf('.'), name.LastIndexOf(':')) is > 0 and var at && at < name.Length - 1 ? at : -1;
        (_seal, _symbols, _look) = (seal, symbols, look);
        _within = cut < 0 ? null : name[..cut].TrimEnd(':');
        _name = name[(cut + 1)..];
        _word = Encoding.UTF8.GetBytes(_name);
        (_time, _budget) = (time, budget);
    }

    /// <summary>Whether it was looked for, and not everywhere: it is worth asking again.</summary>
    public bool IsCutShort => _isDone && _isPartial;

    /// <summary>Some places, from one that is counted from 0.</summary>
    /// <exception cref="SymbolsMissingException">The parser is not installed.</exception>
    public NamePage Page(int skip, int most, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        using var use = _seal.Use();
        lock (_gate)
        {
            if (!_isDone)
            {
                Look(cancellation);
                _isDone = true;
            }

            var text = new FoundText(_seal);
            var end = (int)Math.Min(_places.Count, (long)skip + most);
            var places = ImmutableArray.CreateBuilder<NamePlace>();
            for (var i = skip; i < end; i++)
            {
                places.Add(new NamePlace(text.Match(_places[i].Line), _places[i].Symbol));
            }

            var total = _symbols.Files.ByPath.Places.Length;
            return new NamePage(places.DrainToImmutable(), skip, end < _places.Count, _definitions, _references, _summary?.FilesSearched ?? total, total, _unread, _isPartial);
        }
    }

    private void Look(CancellationToken cancellation)
    {
        // What an earlier request began, and was called off from, counts for nothing.
        _places.Clear();
        (_references, _isPartial) = (0, false);
        List<FoundLine>? used = null;
        var (found, unread, isCut) = _symbols.Definitions(_name, PlacesWithName, _time, _budget, cancellation);
        var text = new FoundText(_seal);
        var defined = new Dictionary<(int, int), int>();
        foreach (var (place, symbol) in found.Where(one => _within is null || IsWithin(one.Symbol.Scope)))
        {
            defined.TryAdd((place, symbol.Line), _places.Count);
            if (_look.HasFlag(NameLook.Definitions))
            {
                _places.Add((text.Line(place, symbol.Line, _word), symbol));
            }
        }

        _definitions = _places.Count;
        _unread = [.. unread];
        if (_look.HasFlag(NameLook.References))
        {
            foreach (var line in used ?? Search(_name, cancellation))
            {
                if (!defined.ContainsKey((line.Place, line.Line)))
                {
                    _references++;
                    if (_places.Count < SearchPages.MostLines)
                    {
                        _places.Add((line, null));
                    }
                }
            }
        }

        _unread = [.. _unread, .. _summary?.Unread ?? []];
        _isPartial |= isCut || _unread.Length > 0 || _summary?.IsPartial == true;

        IEnumerable<int> PlacesWithName()
        {
            var written = MacroNames.Written(_name) is { } word ? Search(word, cancellation) : [];
            used = Search(_name, cancellation);
            return used.Concat(written).Select(line => line.Place).Distinct();
        }
    }

    /// <summary>All lines in which a name stands as a word outside comments and strings.</summary>
    private List<FoundLine> Search(string name, CancellationToken cancellation)
    {
        var search = SealSearch.For(new SearchQuery { Pattern = name, WholeWord = true, Budget = _budget }, _time);
        var word = Encoding.UTF8.GetBytes(name);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var budget = search.Budget(stop.Token);
        var tally = new SearchTally(_symbols.Files.ByRank.Places.Length);
        var lines = new List<FoundLine>();
        var ending = search.PassOver(_seal, _symbols.Files, _symbols.Files.ByRank, found => Sift(found, word)).Run(
            0,
            keep: true,
            part =>
            {
                cancellation.ThrowIfCancellationRequested();
                lines.AddRange(part.Lines);
                return tally.Add(part, part.Lines.Count);
            },
            budget,
            stop);
        cancellation.ThrowIfCancellationRequested();
        var summary = tally.Summary(ending, budget.Elapsed);
        _isPartial |= summary.IsPartial;
        _summary = summary;
        return lines;
    }

    private void Sift(FoundLines found, byte[] word)
    {
        var lines = found.Lines;
        var (kept, files, place) = (0, 0, -1);
        LexedLine? text = null;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (text is null || line.Place != place)
            {
                (text, place) = (_symbols.Lines(line.Place), line.Place);
            }

            if (text.Find(line.Line, (int)line.Start, line.Length, line.MatchStart, word) is >= 0 and var at)
            {
                files += kept > 0 && lines[kept - 1].Place == line.Place ? 0 : 1;
                lines[kept++] = line with { MatchStart = at, MatchEnd = at + word.Length };
            }
        }

        lines.RemoveRange(kept, lines.Count - kept);
        (found.LineCount, found.Files) = (kept, files);
    }

    /// <summary>Whether a scope ends with what stands before the name, whatever parts them.</summary>
    private bool IsWithin(string? scope)
    {
        if (scope is null)
        {
            return false;
        }

        var (asked, has) = (_within!.Replace("::", ".", StringComparison.Ordinal), scope.Replace("::", ".", StringComparison.Ordinal));
        return has == asked || has.EndsWith("." + asked, StringComparison.Ordinal);
    }
}
