namespace Vitrine.Seals;

/// <summary>The index of the contents of one scope, in parts: those that were made when the seal was, and one of what these do not tell of.</summary>
internal sealed class ContentIndex
{
    private readonly int[] _partOf;
    private readonly int[] _contentOf;
    private readonly int[] _sameContent;
    private readonly List<IndexPart> _parts = [];

    /// <param name="seal">The scope.</param>
    /// <param name="stored">What is stored of its contents.</param>
    /// <param name="built">An index that was made of the texts of the scope that <paramref name="stored"/> does not hold, and the first place of each of its contents.</param>
    public ContentIndex(ScopedSeal seal, IReadOnlyList<Segment> stored, (TrigramSegment Segment, int[] Places)? built)
    {
        var count = seal.Files.Length;
        _partOf = new int[count];
        _contentOf = new int[count];
        _sameContent = new int[count];
        var known = new Dictionary<ContentId, (int Part, int Content)>(count);
        foreach (var segment in stored)
        {
            if (TrigramSegment.Read(segment.Data) is { } trigrams)
            {
                Add(trigrams, segment.Contents, known);
            }
        }

        if (built is var (own, places))
        {
            Add(own, Array.ConvertAll(places, place => (ContentId?)seal.ContentOf(place)), known);
        }

        var unindexed = new List<int>();
        for (var place = count - 1; place >= 0; place--)
        {
            (_partOf[place], _sameContent[place]) = (-1, -1);
            var file = seal.Files[place];
            if (file.Mode is not (SealedMode.Regular or SealedMode.Executable) || file.Size == 0)
            {
                continue;
            }

            if (known.TryGetValue(seal.ContentOf(place), out var at))
            {
                (_partOf[place], _contentOf[place]) = at;
                ref var first = ref _parts[at.Part].FirstPlaces[at.Content];
                (_sameContent[place], first) = (first, place);
            }
            else
            {
                unindexed.Add(place);
            }
        }

        Unindexed = [.. Enumerable.Reverse(unindexed)];
    }

    /// <summary>What is stored, and an index of the texts in scope that it does not hold: made of these alone.</summary>
    /// <exception cref="OperationCanceledException">It was to end.</exception>
    /// <exception cref="ObjectDisposedException">The seal was closed.</exception>
    public static ContentIndex Build(ScopedSeal seal, IReadOnlyList<Segment> stored, CancellationToken cancellation)
    {
        var index = new ContentIndex(seal, stored, null);
        var builder = new TrigramBuilder();
        var places = new List<int>();
        var known = new HashSet<ContentId>();
        foreach (var place in index.Unindexed)
        {
            cancellation.ThrowIfCancellationRequested();
            if (known.Add(seal.ContentOf(place)) && seal.TryRead(place, out var text))
            {
                builder.Add(places.Count, text.Span);
                places.Add(place);
            }
        }

        return TrigramSegment.Read(seal.Keep(builder.Finish())) is { } segment ? new ContentIndex(seal, stored, (segment, [.. places])) : index;
    }

    /// <summary>The parts.</summary>
    public IReadOnlyList<IndexPart> Parts => _parts;

    /// <summary>The places of files of which it does not tell: they are looked at whole.</summary>
    public int[] Unindexed { get; }

    /// <summary>Bytes of its lists and tables.</summary>
    public long Size => _parts.Sum(part => (long)part.Segment.Size);

    /// <summary>The part that holds the text at a place, and its number there; false if none does.</summary>
    public bool TryFind(int place, out int part, out int content)
    {
        (part, content) = (_partOf[place], _contentOf[place]);
        return part >= 0;
    }

    /// <summary>The next place that has the same content; negative if none has.</summary>
    public int NextWithSameContent(int place) => _sameContent[place];

    private void Add(TrigramSegment trigrams, IReadOnlyList<ContentId?> contents, Dictionary<ContentId, (int Part, int Content)> known)
    {
        var firstPlaces = new int[trigrams.Units.Contents];
        firstPlaces.AsSpan().Fill(-1);
        for (var content = 0; content < Math.Min(contents.Count, firstPlaces.Length); content++)
        {
            if (contents[content] is { } id && trigrams.Units.Holds(content))
            {
                known.TryAdd(id, (_parts.Count, content));
            }
        }

        _parts.Add(new IndexPart(trigrams, firstPlaces));
    }
}

/// <summary>A part of an index.</summary>
/// <param name="Segment">The lists.</param>
/// <param name="FirstPlaces">By content: the first place in the scope that has it; negative if none has.</param>
internal sealed record IndexPart(TrigramSegment Segment, int[] FirstPlaces);
