namespace Vitrine.Artifacts;

/// <summary>Reads a source from front to back, in blocks, and knows where it is.</summary>
internal sealed class ByteFeed(ByteSource source, string format, long start, long end)
{
    private const int BlockSize = 64 * 1024;

    private readonly byte[] _block = new byte[(int)Math.Clamp(end - start, 1, BlockSize)];
    private long _blockStart = start;
    private int _at;
    private int _filled;

    /// <summary>Offset of the next byte in the source.</summary>
    public long Position => _blockStart + _at;

    /// <summary>Bytes that remain.</summary>
    public long Remaining => end - Position;

    public bool AtEnd => Remaining == 0;

    /// <summary>The next byte; −1 at the end.</summary>
    public int TryNext() => _at < _filled || Fill() ? _block[_at++] : -1;

    /// <summary>The next byte.</summary>
    /// <exception cref="ArtifactFormatException">There is none.</exception>
    public byte Next() => TryNext() is >= 0 and var next ? (byte)next : throw Truncated();

    /// <summary>The next bytes.</summary>
    /// <exception cref="ArtifactFormatException">There are fewer; none were taken.</exception>
    public void Read(Span<byte> destination)
    {
        if (destination.Length > Remaining)
        {
            throw Truncated();
        }

        while (!destination.IsEmpty)
        {
            if (_at == _filled)
            {
                Fill();
            }

            var part = Math.Min(destination.Length, _filled - _at);
            _block.AsSpan(_at, part).CopyTo(destination);
            _at += part;
            destination = destination[part..];
        }
    }

    public uint U32()
    {
        Span<byte> bytes = stackalloc byte[4];
        Read(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>Gives back bytes that were just taken; they may lie before the block.</summary>
    public void Back(int count)
    {
        if (count > _at)
        {
            _blockStart = Position - count;
            _at = _filled = 0;
        }
        else
        {
            _at -= count;
        }
    }

    public ArtifactFormatException Fault(ArtifactFault fault, string message) => new(format, fault, Position, message);

    private ArtifactFormatException Truncated() => Fault(ArtifactFault.Truncated, "it ends too early");

    private bool Fill()
    {
        _blockStart += _at;
        _at = 0;
        _filled = (int)Math.Min(_block.Length, end - _blockStart);
        source.Read(_blockStart, _block.AsSpan(0, _filled));
        return _filled > 0;
    }
}
