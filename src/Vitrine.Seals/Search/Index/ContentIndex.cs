using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>The index of the contents of one scope: made from their text alone, so that nothing else is in it. Overwritten when the seal closes.</summary>
/// <remarks>Contents are numbered by the first place in the scope that has them.</remarks>
internal sealed class ContentIndex : IDisposable
{
    private readonly int[] _contents;
    private readonly Memory<byte> _bytes;

    private ContentIndex(int[] contents, TrigramSegment segment, Memory<byte> bytes)
    {
        _contents = contents;
        Segment = segment;
        _bytes = bytes;
    }

    /// <summary>The lists.</summary>
    public TrigramSegment Segment { get; }

    /// <summary>The lists and tables as they lie in memory.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>Reads all texts of a scope; null where there is too little, or too much, to index.</summary>
    /// <exception cref="OperationCanceledException">It was to end.</exception>
    /// <exception cref="ObjectDisposedException">The seal was closed.</exception>
    public static ContentIndex? Build(ScopedSeal seal, CancellationToken cancellation)
    {
        var contents = new int[seal.Files.Length];
        var builder = new TrigramBuilder();
        var known = new Dictionary<Proofs.Digest, int>();
        for (var place = 0; place < contents.Length; place++)
        {
            cancellation.ThrowIfCancellationRequested();
            var file = seal.Files[place];
            contents[place] = -1;
            if (file.Mode is not (SealedMode.Regular or SealedMode.Executable))
            {
                continue;
            }

            if (!known.TryGetValue(file.Digest, out var content))
            {
                if (!seal.TryRead(place, out var text))
                {
                    continue;
                }

                content = known.Count;
                known.Add(file.Digest, content);
                builder.Add(content, text.Span);
            }

            contents[place] = content;
        }

        var bytes = builder.Finish();
        return TrigramSegment.Read(bytes) is { } segment ? new ContentIndex(contents, segment, bytes) : null;
    }

    /// <summary>Whether the text at a place is in the index.</summary>
    public bool Holds(int place) => _contents[place] is >= 0 and var content && Segment.Units.Holds(content);

    /// <summary>The units of the text at a place: from one to before another.</summary>
    public (int From, int To) UnitsOf(int place) => Segment.Units.UnitsOf(_contents[place]);

    /// <summary>Where a unit of the text at a place begins; the text's length for the unit behind its last.</summary>
    public int StartOf(int place, int unit) => Segment.Units.StartOf(_contents[place], unit);

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes.Span);
}
