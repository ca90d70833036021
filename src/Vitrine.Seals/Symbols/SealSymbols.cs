using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>
/// What names in a scope mean: definitions by parsers, references by words. Nothing outside the scope is read or known here, so that a name which stands only there is answered as one that stands nowhere.
/// </summary>
/// <remarks>Any thread may ask.</remarks>
public sealed class SealSymbols
{
    private static readonly Language C = Language.Find("C")!;
    private static readonly Language CPlusPlus = Language.Find("C++")!;

    private readonly ScopedSeal _seal;
    private readonly OpenSeal _open;
    private readonly Lazy<FilteredFiles> _code;
    private readonly Lazy<bool> _headersAreC;
    private readonly Lazy<SymbolReaders> _readers;
    private readonly Lazy<VendorIndex> _index;
    private volatile SymbolTable? _table;
    private volatile LineStates? _states;
    private int _building;
    private int _done;
    private int _toDo;

    internal SealSymbols(ScopedSeal seal, OpenSeal open)
    {
        _seal = seal;
        _open = open;
        _code = new Lazy<FilteredFiles>(() => _seal.Searchable.Code());
        _headersAreC = new Lazy<bool>(() => !_code.Value.ByPath.Places.Any(place => Language.Of(_seal.Files[place].Path) == CPlusPlus));
        _index = new Lazy<VendorIndex>(() => VendorIndex.Of(seal));
        _readers = new Lazy<SymbolReaders>(() => open.Own(new SymbolReaders()));
    }

    /// <summary>How far the table is.</summary>
    public SymbolReach Reach => _table is { } table ? new(_toDo, _toDo, table.Count, table.Size, IsWhole: true) : new(Volatile.Read(ref _done), _toDo, 0, 0, IsWhole: false);

    /// <summary>Why an index that the vendor sealed with the tree is not used, a sentence; null where there is none, or it is.</summary>
    public string? IndexFault => _index.Value.Fault;

    /// <summary>Files that may define names, and use them.</summary>
    internal FilteredFiles Files => _code.Value;

    /// <summary>Makes the table of definitions, once, on all cores. It ends early, and leaves none, when the seal is closed or the parser is missing.</summary>
    public void Build()
    {
        if (!SymbolReader.IsThere || Interlocked.Exchange(ref _building, 1) != 0)
        {
            return;
        }

        try
        {
            using var use = _open.Use();
            var places = Contents();
            _toDo = places.Length;
            _states = States(places);
            _table = _open.Own(Table(places));
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody asks a seal that is closed.
        }
    }

    /// <summary>Some of what the table knows of a name, by path and line; nothing while it is not whole.</summary>
    public IReadOnlyList<(SealedFile File, Symbol Symbol)> Known(string name, int most)
    {
        ArgumentNullException.ThrowIfNull(name);
        using var use = _open.Use();
        return _table is not { } table ? [] : [.. table.Find(name, most).Select(one => (_seal.Files[one.Place], one.Symbol))];
    }

    /// <summary>What a file defines, by line; nothing where its language is not known or it is too large.</summary>
    /// <exception cref="SealFileNotFoundException">There is no such file here.</exception>
    /// <exception cref="SealStoreException">It is damaged, or too large for memory.</exception>
    /// <exception cref="SymbolsMissingException">The parser is not installed.</exception>
    public IReadOnlyList<Symbol> Outline(string path, CancellationToken cancellation)
    {
        using var use = _open.Use();
        var text = SealText.Utf8(_seal.Read(path));
        return Read(path, text, cancellation) ?? [];
    }

    /// <summary>The places of a name: a word, or words with <c>.</c> or <c>::</c> between them, of which the last is the name and those before it what it stands in.</summary>
    /// <param name="name">The name.</param>
    /// <param name="look">What of it.</param>
    /// <param name="time">Measures the budget.</param>
    /// <param name="budget">After this time the search ends, and says that it is partial.</param>
    /// <exception cref="SearchPatternException">It is no name.</exception>
    public NamePages Find(string name, NameLook look, TimeProvider time, TimeSpan budget) => new(_seal, this, name, look, time, budget);

    /// <summary>The definitions of a name; from the table, or from those files, as far as the time goes.</summary>
    internal (List<(int Place, Symbol Symbol)> Found, List<string> Unread, bool IsPartial) Definitions(string name, Func<IEnumerable<int>> withName, TimeProvider time, TimeSpan budget, CancellationToken cancellation)
    {
        if (_table is { } table)
        {
            return (Ranked(table.Find(name)), [], table.IsFull);
        }

        var found = new List<(int, Symbol)>();
        var unread = new List<string>();
        var places = withName().DistinctBy(place => _seal.Files[place].Digest).ToList();
        var gate = new Lock();
        using var limit = new CancellationTokenSource(budget, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            Parallel.ForEach(places, AllCores.Until(stop.Token), place =>
            {
                var symbols = _seal.TryRead(place, out var content) ? Read(_seal.Files[place].Path, SealText.Utf8(content), stop.Token) : null;
                lock (gate)
                {
                    found.AddRange(symbols?.Where(symbol => symbol.Name == name).Select(symbol => (place, symbol)) ?? []);
                    if (symbols is null && content.IsEmpty)
                    {
                        unread.Add(_seal.Files[place].Path);
                    }
                }
            });
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (Ranked(found), unread, true);
        }
        catch (AggregateException many) when (many.InnerExceptions.All(one => one is SymbolsMissingException))
        {
            throw new SymbolsMissingException();
        }

        return (Ranked(found), unread, false);
    }

    internal LexedLine Lines(int place) =>
        new(_seal.TryRead(place, out var content) ? SealText.Utf8(content) : default, LexerOf(_seal.Files[place].Path), place, _states);

    /// <summary>The language of a file: by its name, or by the program that its first line names; of a header (<c>.h</c>) by what stands in it, as its definitions are read.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="utf8">The text (<see cref="SealText.Bytes"/>).</param>
    public Language LanguageOf(string path, ReadOnlySpan<byte> utf8) =>
        !HeaderLanguage.IsFor(path) ? Language.Of(path, utf8) ?? Language.Plain : HeaderLanguage.IsCPlusPlus(utf8, isAmongCPlusPlus: !_headersAreC.Value) ? CPlusPlus : C;

    /// <summary>Lines of a file as they are coloured. Only what is asked for is read, once the table is being made; before, all that stands before it is.</summary>
    /// <inheritdoc cref="ScopedSeal.Text"/>
    public IEnumerable<HighlightedLine> Lines(string path, SealText text, Language language, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Highlighter.Lines(text, language, first, count, language == Language.Of(path) || HeaderLanguage.IsFor(path) ? _states?.Before(_seal.Place(path), first) : null);
    }

    /// <summary>What tells code from comments and strings. C++ does so in headers of both: of C it knows all that goes on into other lines.</summary>
    private static Lexer LexerOf(string path) => (HeaderLanguage.IsFor(path) ? CPlusPlus : Language.Of(path) ?? Language.Plain).Lexer;

    /// <summary>The first places of all texts that may define names.</summary>
    private int[] Contents()
    {
        var known = new HashSet<Digest>();
        return [.. _code.Value.ByPath.Places.Where(place => _seal.Files[place] is { Size: > 0 and <= SymbolReader.MaxBytes, Text: not TextKind.Binary } file && known.Add(file.Digest))];
    }

    private LineStates States(int[] places)
    {
        var states = new LineStates(_seal.Files.Length);
        Parallel.ForEach(places, AllCores.Until(_open.Closing), place =>
        {
            if (_seal.TryRead(place, out var content))
            {
                states.Read(place, SealText.Utf8(content.Span), LexerOf(_seal.Files[place].Path));
            }
        });
        var first = places.ToDictionary(place => _seal.Files[place].Digest);
        foreach (var place in _code.Value.ByPath.Places)
        {
            if (first.TryGetValue(_seal.Files[place].Digest, out var known) && LexerOf(_seal.Files[place].Path) == LexerOf(_seal.Files[known].Path))
            {
                states.Repeat(place, known);
            }
        }

        return states;
    }

    private SymbolTable Table(int[] places)
    {
        var table = new SymbolTable();
        try
        {
            // Large files first, so that no core waits for one at the end.
            Parallel.ForEach(places.OrderByDescending(place => _seal.Files[place].Size), AllCores.Until(_open.Closing), place =>
            {
                if (_seal.TryRead(place, out var content) && Read(_seal.Files[place].Path, SealText.Utf8(content), _open.Closing) is { } symbols)
                {
                    table.Add(place, symbols);
                }

                Interlocked.Increment(ref _done);
            });
            table.Sort();
            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>The vendor's index first, then the parser.</summary>
    private IReadOnlyList<Symbol>? Read(string path, ReadOnlyMemory<byte> text, CancellationToken cancellation)
    {
        if (_index.Value.Of(path, text) is { } indexed)
        {
            return indexed;
        }

        var readers = _readers.Value;
        var reader = readers.Rent() ?? throw new SymbolsMissingException();
        try
        {
            return reader.Read(path, text, _headersAreC.Value, cancellation);
        }
        finally
        {
            readers.Return(reader);
        }
    }

    /// <summary>All places of what was found at one of them, in the order of rank.</summary>
    private List<(int Place, Symbol Symbol)> Ranked(IEnumerable<(int Place, Symbol Symbol)> found) =>
    [
        .. found.SelectMany(one => _seal.PlacesOf(_seal.Files[one.Place].Digest).Select(place => (Place: place, one.Symbol)))
            .DistinctBy(one => (one.Place, one.Symbol.Line, one.Symbol.Kind))
            .OrderBy(one => FileKinds.Of(_seal.Files[one.Place].Path)).ThenBy(one => one.Place).ThenBy(one => one.Symbol.Line),
    ];
}
