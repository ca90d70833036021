namespace Vitrine.Artifacts;

/// <summary>
/// LZMA's range decoder over the packed bytes of one chunk: 11-bit probabilities that move by 1/32 of the way; five bytes at the start, of
/// which the first is zero.
/// </summary>
internal sealed class RangeDecoder(ByteFeed feed)
{
    public const ushort Half = 1 << 10;
    private const int StartSize = 5;
    private const int LargestChunk = 1 << 16;

    private readonly byte[] _bytes = new byte[LargestChunk];
    private int _at;
    private int _end;
    private uint _range;
    private uint _code;

    /// <summary>Whether every byte was used, and nothing is left over of the last.</summary>
    public bool IsFinished => _at == _end && _code == 0;

    public void Begin(int size)
    {
        if (size < StartSize)
        {
            throw feed.Fault(ArtifactFault.Malformed, "a chunk is too short");
        }

        feed.Read(_bytes.AsSpan(0, size));
        _at = StartSize;
        _end = size;
        _range = uint.MaxValue;
        _code = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(1));
        if (_bytes[0] != 0)
        {
            throw feed.Fault(ArtifactFault.Malformed, "a chunk does not begin with zero");
        }
    }

    public int Bit(ref ushort probability)
    {
        Normalise();
        var bound = (_range >> 11) * probability;
        if (_code < bound)
        {
            _range = bound;
            probability += (ushort)((2048 - probability) >> 5);
            return 0;
        }

        _range -= bound;
        _code -= bound;
        probability -= (ushort)(probability >> 5);
        return 1;
    }

    /// <summary>A number of some bits, the highest first; every bit has a probability for what stands before it.</summary>
    public int Tree(Span<ushort> probabilities, int bits)
    {
        var symbol = 1;
        for (var i = 0; i < bits; i++)
        {
            symbol = (symbol << 1) | Bit(ref probabilities[symbol]);
        }

        return symbol - (1 << bits);
    }

    /// <summary>A number of some bits, the lowest first.</summary>
    public int ReverseTree(Span<ushort> probabilities, int bits)
    {
        var symbol = 1;
        var value = 0;
        for (var i = 0; i < bits; i++)
        {
            var bit = Bit(ref probabilities[symbol]);
            symbol = (symbol << 1) | bit;
            value |= bit << i;
        }

        return value;
    }

    /// <summary>Bits that are as likely 0 as 1.</summary>
    public uint Direct(int bits)
    {
        uint value = 0;
        for (; bits > 0; bits--)
        {
            Normalise();
            _range >>= 1;
            var bit = _code >= _range ? 1u : 0;
            _code -= bit * _range;
            value = (value << 1) | bit;
        }

        return value;
    }

    public void Normalise()
    {
        if (_range < 1 << 24)
        {
            if (_at == _end)
            {
                throw feed.Fault(ArtifactFault.Malformed, "a chunk ends too early");
            }

            _range <<= 8;
            _code = (_code << 8) | _bytes[_at++];
        }
    }
}
