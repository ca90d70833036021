using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>Side data of an open seal's contents.</summary>
public sealed partial class OpenSeal
{
    /// <summary>The side data of one kind as they were made when the contents were sealed. Each content is in at most one; one whose segment is missing or damaged is in none.</summary>
    /// <param name="name">The kind.</param>
    /// <param name="othersToo">Whether to take segments that also tell of contents of other seals, which share the pack.</param>
    internal IReadOnlyList<Segment> StoredSegments(string name, bool othersToo)
    {
        using var use = Use();
        var places = Places();
        var segments = new List<Segment>();
        foreach (var place in _segmentPlaces.Where(place => place.Name == name))
        {
            if (SegmentFile.TryRead(_store.Segment(place.Pack, place.Name), place) is not var (offsets, data, arena))
            {
                continue;
            }

            var contents = Array.ConvertAll(offsets, offset => places.Remove((place.Pack, offset), out var content) ? content : (ContentId?)null);
            if (!othersToo && contents.Contains(null))
            {
                SegmentFile.Discard(arena, place.Size);
                continue;
            }

            Keep(arena, place.Size);
            segments.Add(new Segment(contents, data));
        }

        return segments;
    }

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
        var stored = StoredSegments(builder.Name, othersToo: true);
        var missing = Places().Values.Except(stored.SelectMany(segment => segment.Contents.OfType<ContentId>())).ToHashSet();
        return missing.Count > 0 ? [.. stored, Build(builder, missing, cancellation)] : stored;
    }

    /// <summary>Keeps what tells of the contents where they lie, to be overwritten with them; what is given is overwritten now. Call it under a <see cref="Use"/>.</summary>
    internal ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> data)
    {
        var arena = new Arena(data.Length);
        data.Span.CopyTo(arena.Span(0, data.Length));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsMemory(data).Span);
        Keep(arena, data.Length);
        return arena.Memory(0, data.Length);
    }

    /// <summary>Where the contents lie; empty ones lie nowhere.</summary>
    private Dictionary<(string Pack, long Offset), ContentId> Places()
    {
        var places = new Dictionary<(string Pack, long Offset), ContentId>(Contents);
        for (var value = 0; value < Contents; value++)
        {
            if (_entries[_firstFile[value]].Place is { } place)
            {
                places.Add((place.Pack, place.Offset), new ContentId(value));
            }
        }

        return places;
    }

    private Segment Build(ISegmentBuilder builder, HashSet<ContentId> missing, CancellationToken cancellation)
    {
        ContentId?[] contents = [.. missing.Where(content => LengthOf(content) <= int.MaxValue && TryLoad(content)).OrderBy(content => content.Value)];
        var inOrder = Partitioner.Create(Enumerable.Range(0, contents.Length), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(inOrder, AllCores.Until(cancellation), number =>
            builder.Add(number, _files[_firstFile[contents[number]!.Value.Value]].Path, TextOf(contents[number]!.Value)));
        return new Segment(contents, Keep(builder.Finish()));
    }

    private void Keep(Arena arena, long size)
    {
        lock (_gate)
        {
            _segments.Add((arena, size));
        }
    }
}
