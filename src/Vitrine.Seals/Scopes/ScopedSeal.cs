using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>How much there is.</summary>
public readonly record struct SealMeasure(int Files, long Bytes, long Lines);

/// <summary>
/// What a reader of a seal may see. Files outside the scope are in none of its members: they are not listed, read, searched or
/// screened, and asking for one gives the same error as asking for one that never was.
/// </summary>
public sealed class ScopedSeal
{
    private readonly OpenSeal _seal;
    private readonly int[] _indexes;
    private readonly Dictionary<string, int> _places;
    private readonly Lazy<SearchableFiles> _searchable;
    private readonly Lazy<ILookup<Digest, int>> _byContent;
    private readonly Lazy<SealSymbols> _symbols;
    private int _indexing;

    internal ScopedSeal(OpenSeal seal, Scope scope)
    {
        _seal = seal;
        Scope = scope;
        var indexes = new List<int>();
        var files = ImmutableArray.CreateBuilder<SealedFile>();
        for (var i = 0; i < seal.Files.Length; i++)
        {
            if (scope.Contains(seal.Files[i].Path))
            {
                indexes.Add(i);
                files.Add(seal.Files[i]);
            }
        }

        _indexes = [.. indexes];
        Files = files.ToImmutable();
        _places = new Dictionary<string, int>(Files.Length, StringComparer.Ordinal);
        for (var i = 0; i < Files.Length; i++)
        {
            _places.Add(Files[i].Path, i);
        }

        _symbols = new Lazy<SealSymbols>(() => new SealSymbols(this, seal));
        _searchable = new Lazy<SearchableFiles>(() => new SearchableFiles(this));
        _byContent = new Lazy<ILookup<Digest, int>>(() => Enumerable.Range(0, Files.Length).ToLookup(place => Files[place].Digest));
        Measure = new SealMeasure(Files.Length, Files.Sum(file => file.Size), Files.Sum(file => file.Lines));
    }

    /// <summary>The seal's identity.</summary>
    public SealRoot Root => _seal.Root;

    /// <summary>What is disclosed.</summary>
    public Scope Scope { get; }

    /// <summary>The files in scope, by path.</summary>
    public ImmutableArray<SealedFile> Files { get; }

    /// <summary>How much is in scope.</summary>
    public SealMeasure Measure { get; }

    /// <summary>How much is in the whole seal; the only thing said of what is outside.</summary>
    public SealMeasure Total => new(_seal.About.Files, _seal.About.Bytes, _seal.About.Lines);

    /// <summary>What names in the scope mean.</summary>
    public SealSymbols Symbols => _symbols.Value;

    /// <summary>What can be searched, and in which order.</summary>
    internal SearchableFiles Searchable => _searchable.Value;

    /// <summary>The index of what is in scope; null while there is none, and everything is looked at.</summary>
    internal ContentIndex? Index { get; private set; }

    /// <summary>Bytes that the index takes in memory; 0 while there is none.</summary>
    public long IndexBytes => Index?.Size ?? 0;

    /// <summary>Files that a search has no index of, and looks at whole.</summary>
    public int UnindexedFiles => Index?.Unindexed.Length ?? Searchable.Count;

    /// <summary>The places in <see cref="Files"/> of all files with a content.</summary>
    public IEnumerable<int> PlacesOf(Digest content) => _byContent.Value[content];

    /// <summary>
    /// Makes the index of what is in scope, once; searches are answered without it meanwhile. It ends early, and leaves none, when the seal is closed. Nothing of what is outside is in it: what
    /// was stored when the seal was made is taken where it tells of files in scope alone, the rest is made of their texts.
    /// </summary>
    public void BuildIndex() => Indexed(stored => ContentIndex.Build(this, stored, _seal.Closing), othersToo: false);

    /// <summary>Makes what searches and names need, once, on a thread of its own: the index of one room must not wait for the names of another.</summary>
    public Task PrepareAsync() => Task.Factory.StartNew(
        () =>
        {
            BuildIndex();
            Symbols.Build();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Takes the index as it is stored, once, and makes none: for one search of a whole seal. Contents that it does not tell of are looked at.</summary>
    public void LoadIndex() => Indexed(stored => new ContentIndex(this, stored, null), othersToo: true);

    /// <summary>Whether there is such a file.</summary>
    public bool Contains(string path) => _places.ContainsKey(path);

    /// <summary>The file of this path.</summary>
    /// <exception cref="SealFileNotFoundException">There is none here.</exception>
    public SealedFile File(string path) => Files[Place(path)];

    /// <summary>The content of a file; of a link, its text. The memory is overwritten when the seal closes: see <see cref="Use"/>.</summary>
    /// <exception cref="SealFileNotFoundException">There is none here.</exception>
    /// <exception cref="SealStoreException">It is damaged, or too large for memory.</exception>
    public ReadOnlyMemory<byte> Read(string path) => _seal.Content(_indexes[Place(path)]);

    /// <summary>The content of a file as text, with its lines.</summary>
    /// <exception cref="SealFileNotFoundException">There is none here.</exception>
    /// <exception cref="SealStoreException">It is damaged, or too large for memory.</exception>
    public SealText Text(string path) => new(Read(path));

    /// <summary>What shows, without the rest, that the file is in the seal.</summary>
    /// <exception cref="SealFileNotFoundException">There is none here.</exception>
    public DisclosedFile Disclose(string path) => _seal.Disclose(_indexes[Place(path)]);

    /// <inheritdoc cref="OpenSeal.Use"/>
    public IDisposable Use() => _seal.Use();

    /// <summary>The content of a file by its place in <see cref="Files"/>; false if it is damaged or too large for memory.</summary>
    internal bool TryRead(int place, out ReadOnlyMemory<byte> content) => _seal.TryContent(_indexes[place], out content);

    /// <summary>Puts something that speaks of the contents where they lie, to be overwritten with them.</summary>
    internal ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> data) => _seal.Keep(data);

    /// <summary>The content of the file at a place of <see cref="Files"/>.</summary>
    internal ContentId ContentOf(int place) => _seal.ContentOf(_indexes[place]);

    /// <summary>A part of the content of a file of any length.</summary>
    /// <exception cref="SealStoreException">It is damaged.</exception>
    internal ReadOnlySpan<byte> Part(int place, long from, int length) => _seal.TextOf(ContentOf(place), from, length);

    /// <inheritdoc cref="OpenSeal.Pieces"/>
    internal IEnumerable<ReadOnlyMemory<byte>> Pieces(int place, int most) => _seal.Pieces(_indexes[place], most);

    internal void Stream(int place, Action<ReadOnlyMemory<byte>> take) => _seal.Stream(_indexes[place], take);

    private void Indexed(Func<IReadOnlyList<Segment>, ContentIndex> make, bool othersToo)
    {
        if (Interlocked.Exchange(ref _indexing, 1) != 0)
        {
            return;
        }

        try
        {
            using var use = _seal.Use();
            var isWhole = Files.Length == _seal.Files.Length;
            Index = make(isWhole ? _seal.StoredSegments(TrigramBuilder.Kind, othersToo) : []);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody searches a seal that is closed.
        }
    }

    internal int Place(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _places.TryGetValue(path, out var place) ? place : throw new SealFileNotFoundException(path);
    }
}
