namespace Vitrine.Seals;

/// <summary>Side data of an open seal's contents.</summary>
public sealed partial class OpenSeal
{
    /// <summary>
    /// The side data of one kind over all readable contents: each pack's as it was made when the pack was, and one more, made now in memory, over contents
    /// whose segment is missing, damaged or never told of them. Each content is in exactly one, an empty one in none.
    /// </summary>
    /// <param name="make">A new builder of the kind.</param>
    /// <param name="cancellation">Ends the building.</param>
    internal IReadOnlyList<Segment> Segments(Func<ISegmentBuilder> make, CancellationToken cancellation)
    {
        using var use = Use();
        var builder = make();
        var places = new Dictionary<(string Pack, long Offset), ContentId>(Contents);
        var missing = new HashSet<ContentId>();
        for (var value = 0; value < Contents; value++)
        {
            if (_entries[_firstFile[value]].Place is { } place)
            {
                missing.Add(new ContentId(value));
                places.Add((place.Pack, place.Offset), new ContentId(value));
            }
        }

        var segments = new List<Segment>();
        foreach (var place in _segmentPlaces.Where(place => place.Name == builder.Name))
        {
            if (SegmentFile.TryRead(_store.Segment(place.Pack, place.Name), place) is not var (offsets, data, arena))
            {
                continue;
            }

            Keep(arena, place.Size);
            var contents = Array.ConvertAll(offsets, offset => places.TryGetValue((place.Pack, offset), out var content) && missing.Remove(content) ? content : (ContentId?)null);
            segments.Add(new Segment(contents, data));
        }

        if (missing.Count > 0)
        {
            segments.Add(Build(builder, missing, cancellation));
        }

        return segments;
    }

    private Segment Build(ISegmentBuilder builder, HashSet<ContentId> missing, CancellationToken cancellation)
    {
        ContentId?[] contents = [.. missing.Where(content => LengthOf(content) <= int.MaxValue && TryLoad(content)).OrderBy(content => content.Value)];
        Parallel.For(0, contents.Length, Options(cancellation), number =>
            builder.Add(number, _files[_firstFile[contents[number]!.Value.Value]].Path, TextOf(contents[number]!.Value)));
        var data = builder.Finish();
        var arena = new Arena(data.Length);
        data.Span.CopyTo(arena.Span(0, data.Length));
        Keep(arena, data.Length);
        return new Segment(contents, arena.Memory(0, data.Length));
    }

    private void Keep(Arena arena, long size)
    {
        lock (_gate)
        {
            _segments.Add((arena, size));
        }
    }
}
