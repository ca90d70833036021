namespace Vitrine.Seals;

/// <summary>Files of a scope in an order.</summary>
internal sealed class FileOrder
{
    private readonly int[] _positions;
    private readonly long[] _bytesBefore;

    /// <param name="places">Their places in the scope.</param>
    /// <param name="sizes">Bytes of the files of the scope, by place.</param>
    public FileOrder(int[] places, long[] sizes)
    {
        Places = places;
        _positions = new int[sizes.Length];
        _positions.AsSpan().Fill(-1);
        _bytesBefore = new long[places.Length + 1];
        for (var position = 0; position < places.Length; position++)
        {
            _positions[places[position]] = position;
            _bytesBefore[position + 1] = _bytesBefore[position] + sizes[places[position]];
        }
    }

    /// <summary>Their places, in the order.</summary>
    public int[] Places { get; }

    /// <summary>The position of the file at a place; false if it is not among them.</summary>
    public bool TryPositionOf(int place, out int position) => (position = _positions[place]) >= 0;

    /// <summary>Bytes of the files from one position to before another.</summary>
    public long BytesOf(int from, int to) => _bytesBefore[to] - _bytesBefore[from];
}
