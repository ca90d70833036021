namespace Vitrine.Seals;

/// <summary>One way through files in a given order: each is excluded by the index or looked at, on all cores, and what was found comes in that order.</summary>
internal sealed class SearchPass
{
    // The first parts are small, so that a first page need not wait for what it does not show.
    private const long FirstBytes = 256 << 10;
    private const long BatchBytes = 2 << 20;
    private const int BatchFiles = 1 << 14;
    private const int LargestPiece = 1 << 30;

    private readonly ScopedSeal _seal;
    private readonly SearchableFiles _files;
    private readonly LinePattern _pattern;
    private readonly FileOrder _order;
    private readonly Action<FoundLines>? _sift;
    private readonly Candidates? _candidates;
    private readonly BitSet _toLookAt;

    /// <summary>Asks the index, if it is there, what may match.</summary>
    /// <param name="seal">Where.</param>
    /// <param name="pattern">What.</param>
    /// <param name="required">What a unit must have.</param>
    /// <param name="files">Which files.</param>
    /// <param name="order">Their order.</param>
    /// <param name="sift">Takes out of what was found, on the thread that found it, what is not wanted; null: everything is.</param>
    public SearchPass(ScopedSeal seal, LinePattern pattern, RequiredTrigrams required, FilteredFiles files, FileOrder order, Action<FoundLines>? sift)
    {
        _sift = sift;
        _seal = seal;
        _files = seal.Searchable;
        _pattern = pattern;
        _order = order;
        if (required.Any && seal.Index is { } index)
        {
            _candidates = new Candidates(index, required, files);
            _toLookAt = _candidates.Positions(order);
        }
        else
        {
            _toLookAt = BitSet.All(order.Places.Length);
        }
    }

    /// <summary>Goes from one of the files on, until the end, the limit, or <paramref name="take"/> says false of a part that was searched.</summary>
    /// <param name="from">The first position.</param>
    /// <param name="keep">Whether lines are kept, or only counted.</param>
    /// <param name="take">Takes what was found, part by part.</param>
    /// <param name="budget">What it may cost.</param>
    /// <param name="stop">Cancelled when it has ended.</param>
    /// <returns>Why it ended.</returns>
    public SearchEnding Run(int from, bool keep, Func<FoundLines, bool> take, QueryBudget budget, CancellationTokenSource stop)
    {
        var ending = SearchEnding.Complete;
        using var parts = Parts(from).GetEnumerator();
        var queue = new PartQueue(parts, (first, end) => Search(first, end, keep, budget));
        try
        {
            while (ending == SearchEnding.Complete && queue.Next() is { } found)
            {
                ending = !take(found) ? SearchEnding.Stopped : !found.IsOutOfBudget ? ending : budget.IsOutOfMemory ? SearchEnding.OutOfMemory : SearchEnding.OutOfTime;
                budget.GiveBack(found.Memory);
            }
        }
        finally
        {
            // Nothing reads the seal's memory after this.
            stop.Cancel();
            queue.Close();
        }

        return ending;
    }

    /// <summary>Cuts the order so that each part has about as much to look at.</summary>
    private IEnumerable<(int From, int To)> Parts(int from)
    {
        var count = _order.Places.Length;
        var (bytes, files, start, most) = (0L, 0, from, FirstBytes);
        for (var at = _toLookAt.Next(from, count); at < count; at = _toLookAt.Next(at + 1, count))
        {
            var place = _order.Places[at];
            bytes += _candidates?.ToLookAt(place, _files.SizeOf(place)) ?? _files.SizeOf(place);
            if (bytes >= most || ++files >= BatchFiles)
            {
                yield return (start, at + 1);
                (bytes, files, start, most) = (0, 0, at + 1, Math.Min(BatchBytes, most + (most / 2)));
            }
        }

        if (start < count)
        {
            yield return (start, count);
        }
    }

    private FoundLines Search(int from, int to, bool keep, QueryBudget budget)
    {
        var found = new FoundLines();
        var matcher = _pattern.Rent();
        var at = _toLookAt.Next(from, to);
        try
        {
            for (; at < to; at = _toLookAt.Next(at + 1, to))
            {
                SearchFile(_order.Places[at], found, keep, matcher, budget);
            }
        }
        catch (OperationCanceledException)
        {
            found.IsOutOfBudget = true;
        }
        finally
        {
            _pattern.Return(matcher);
        }

        // All that was passed over was excluded.
        found.Next = Math.Min(at, to);
        found.Searched += found.Next - from;
        found.Bytes += _order.BytesOf(from, found.Next);
        _sift?.Invoke(found);
        return found;
    }

    private void SearchFile(int place, FoundLines found, bool keep, LineMatcher matcher, QueryBudget budget)
    {
        budget.Check();
        var before = found.LineCount;
        try
        {
            if (!Look(place, found, keep, matcher, budget))
            {
                found.Unread.Add(_seal.Files[place].Path);
                found.Searched--;
                found.Bytes -= _files.SizeOf(place);
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
        if (_files.SizeOf(place) > int.MaxValue && _seal.Files[place].Text is TextKind.Binary or TextKind.Utf8)
        {
            return LookAtPieces(place, found, keep, matcher, budget);
        }

        if (!_seal.TryRead(place, out var content))
        {
            return false;
        }

        var text = SealText.Utf8(content.Span);
        if (_candidates?.TryRanges(place, text.Length, out var ranges) != true)
        {
            Scan(text, 0, 0);
            return true;
        }

        while (ranges.MoveNext())
        {
            Scan(text[ranges.Start..ranges.End], ranges.Start, ranges.Feeds);
        }

        return true;

        void Scan(ReadOnlySpan<byte> part, int offset, int feeds)
        {
            found.Looked += part.Length;
            var sink = new FoundInPart(found, keep, place, part, offset, feeds, _pattern, matcher, budget);
            matcher.Scan(part, ref sink, budget);
        }
    }

    /// <summary>A file that is longer than one span; it is in no index.</summary>
    private bool LookAtPieces(int place, FoundLines found, bool keep, LineMatcher matcher, QueryBudget budget)
    {
        var (bytes, feeds) = (0L, 0L);
        foreach (var piece in _seal.Pieces(place, LargestPiece))
        {
            var sink = new FoundInPart(found, keep, place, piece.Span, bytes, feeds, _pattern, matcher, budget);
            matcher.Scan(piece.Span, ref sink, budget);
            bytes += piece.Length;
            feeds += piece.Span.Count((byte)'\n');
        }

        found.Looked += bytes;
        return bytes == _files.SizeOf(place);
    }
}
