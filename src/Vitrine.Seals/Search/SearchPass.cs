namespace Vitrine.Seals;

/// <summary>One way through files in a given order: each is excluded by the index or looked at, on all cores, and what was found comes in that order.</summary>
internal sealed class SearchPass
{
    private const long BatchBytes = 2 << 20;
    private const int BatchFiles = 1 << 14;
    private const int LargestPiece = 1 << 30;

    private readonly ScopedSeal _seal;
    private readonly SearchableFiles _files;
    private readonly LinePattern _pattern;
    private readonly byte[]? _literal;
    private readonly int[] _places;
    private readonly Action<FoundLines>? _sift;
    private readonly ContentIndex? _index;
    private readonly UnitSet? _candidates;

    /// <summary>Asks the index, if it is there, which units may match.</summary>
    /// <param name="seal">Where.</param>
    /// <param name="pattern">What.</param>
    /// <param name="literal">The bytes that it is, if it is nothing else: then a match is found by them.</param>
    /// <param name="required">What a unit must have.</param>
    /// <param name="files">Which files.</param>
    /// <param name="places">Their order.</param>
    /// <param name="sift">Takes out of what was found, on the thread that found it, what is not wanted; null: everything is.</param>
    public SearchPass(ScopedSeal seal, LinePattern pattern, byte[]? literal, RequiredTrigrams required, FilteredFiles files, int[] places, Action<FoundLines>? sift)
    {
        _sift = sift;
        _seal = seal;
        _files = seal.Searchable;
        _pattern = pattern;
        _literal = literal;
        _places = places;
        if (required.Any && seal.Index is { } index)
        {
            _index = index;
            _candidates = Allowed(index, files);
            required.Narrow(index.Segment, _candidates);
        }
    }

    /// <summary>Goes from one of the files on, until the end, the limit, or <paramref name="take"/> says false of a part that was searched.</summary>
    /// <returns>Why it ended.</returns>
    public SearchEnding Run(int from, bool keep, Func<FoundLines, bool> take, QueryBudget budget, CancellationTokenSource stop)
    {
        var ending = SearchEnding.Complete;
        var running = new Queue<Task<FoundLines>>();
        using var parts = Parts(from).GetEnumerator();
        try
        {
            var more = parts.MoveNext();
            while (ending == SearchEnding.Complete && (more || running.Count > 0))
            {
                while (more && running.Count < 2 * Environment.ProcessorCount)
                {
                    var (first, end) = parts.Current;
                    more = parts.MoveNext();
                    running.Enqueue(more || running.Count > 0
                        ? Task.Run(() => Search(first, end, keep, budget), CancellationToken.None)
                        : Task.FromResult(Search(first, end, keep, budget)));
                }

                var found = running.Dequeue().GetAwaiter().GetResult();
                ending = !take(found) ? SearchEnding.Stopped : found.IsOutOfTime ? SearchEnding.OutOfTime : ending;
            }
        }
        finally
        {
            // Nothing reads the seal's memory after this.
            stop.Cancel();
            Task.WhenAll(running).GetAwaiter().GetResult();
        }

        return ending;
    }

    private static UnitSet Allowed(ContentIndex index, FilteredFiles files)
    {
        var set = UnitSet.None(index.Segment.Units.Units);
        if (files.IsAll)
        {
            set.AddRange(0, index.Segment.Units.Units);
            return set;
        }

        foreach (var place in files.ByPath.Where(index.Holds))
        {
            var (from, to) = index.UnitsOf(place);
            set.AddRange(from, to);
        }

        return set;
    }

    /// <summary>Cuts the files so that each part has about as much to look at.</summary>
    private IEnumerable<(int From, int To)> Parts(int from)
    {
        var bytes = 0L;
        var start = from;
        for (var i = from; i < _places.Length; i++)
        {
            bytes += ToLookAt(_places[i]);
            if (bytes >= BatchBytes || i + 1 - start >= BatchFiles)
            {
                yield return (start, i + 1);
                (start, bytes) = (i + 1, 0);
            }
        }

        if (start < _places.Length)
        {
            yield return (start, _places.Length);
        }
    }

    private long ToLookAt(int place)
    {
        if (_index?.Holds(place) != true)
        {
            return _files.SizeOf(place);
        }

        var (from, to) = _index.UnitsOf(place);
        var units = 0;
        for (var first = _candidates!.Next(from, to); first < to;)
        {
            var end = _candidates.NextMissing(first, to);
            units += end - first;
            first = _candidates.Next(end, to);
        }

        return (long)units * TrigramBuilder.UnitBytes;
    }

    private FoundLines Search(int from, int to, bool keep, QueryBudget budget)
    {
        var found = new FoundLines();
        var matcher = _pattern.Rent();
        try
        {
            for (var i = from; i < to; i++)
            {
                SearchFile(_places[i], found, keep, matcher, budget);
            }

            found.Next = to;
        }
        catch (OperationCanceledException)
        {
            found.IsOutOfTime = true;
        }
        finally
        {
            _pattern.Return(matcher);
        }

        _sift?.Invoke(found);
        return found;
    }

    private void SearchFile(int place, FoundLines found, bool keep, LineMatcher matcher, QueryBudget budget)
    {
        budget.Check();
        var before = found.LineCount;
        try
        {
            if (Look(place, found, keep, matcher, budget))
            {
                found.Searched++;
                found.Bytes += _files.SizeOf(place);
            }
            else
            {
                found.Unread.Add(_seal.Files[place].Path);
            }
        }
        finally
        {
            found.Files += found.LineCount > before ? 1 : 0;
        }
    }

    /// <summary>Looks at what of a file may match; false if it cannot be read.</summary>
    private bool Look(int place, FoundLines found, bool keep, LineMatcher matcher, QueryBudget budget)
    {
        var isIndexed = _index?.Holds(place) == true;
        var (from, to) = isIndexed ? _index!.UnitsOf(place) : default;
        var first = isIndexed ? _candidates!.Next(from, to) : 0;
        if (isIndexed && first == to)
        {
            return true;
        }

        if (_files.SizeOf(place) > int.MaxValue && _seal.Files[place].Text is TextKind.Binary or TextKind.Utf8)
        {
            return LookAtPieces(place, found, keep, matcher, budget);
        }

        if (!_seal.TryRead(place, out var content))
        {
            return false;
        }

        var text = SealText.Utf8(content.Span);

        // An index that speaks of another text than this one is no index of it.
        if (!isIndexed || _index!.StartOf(place, to) != text.Length)
        {
            Scan(text, 0, 0);
            return true;
        }

        while (first < to)
        {
            var end = _candidates!.NextMissing(first, to);
            var start = _index.StartOf(place, first);
            Scan(text[start.._index.StartOf(place, end)], start, _index.Segment.Units.FeedsBefore(first));
            first = _candidates.Next(end, to);
        }

        return true;

        void Scan(ReadOnlySpan<byte> part, int offset, int feeds)
        {
            found.Looked += part.Length;
            var sink = new FoundInPart(found, keep, place, part, offset, feeds, matcher, _literal, budget);
            matcher.Scan(part, ref sink, budget);
        }
    }

    /// <summary>A file that is longer than one span; it is in no index.</summary>
    private bool LookAtPieces(int place, FoundLines found, bool keep, LineMatcher matcher, QueryBudget budget)
    {
        var (bytes, feeds) = (0L, 0L);
        foreach (var piece in _seal.Pieces(place, LargestPiece))
        {
            var sink = new FoundInPart(found, keep, place, piece.Span, bytes, feeds, matcher, _literal, budget);
            matcher.Scan(piece.Span, ref sink, budget);
            bytes += piece.Length;
            feeds += piece.Span.Count((byte)'\n');
        }

        found.Looked += bytes;
        return bytes == _files.SizeOf(place);
    }
}
