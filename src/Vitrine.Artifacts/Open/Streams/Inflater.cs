namespace Vitrine.Artifacts;

/// <summary>
/// Deflate (RFC 1951), managed, so that it knows to the byte where the packed data end. Codes that are over-subscribed or incomplete are
/// refused, but for a single distance code of one bit; so are distances before the beginning.
/// </summary>
internal sealed class Inflater
{
    private const int WindowSize = 32 * 1024;
    private const int BufferSize = 4 * WindowSize;
    private const int LongestMatch = 258;

    private static readonly HuffmanCode _fixedLiterals = FixedLiterals();
    private static readonly HuffmanCode _fixedDistances = new([.. Enumerable.Repeat((byte)5, 30)], mayBeShort: true);

    private static ReadOnlySpan<byte> LengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static ReadOnlySpan<ushort> LengthBase =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static ReadOnlySpan<byte> LengthExtra =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static ReadOnlySpan<ushort> DistanceBase =>
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
        16385, 24577,
    ];

    private static ReadOnlySpan<byte> DistanceExtra =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    private readonly BitFeed _bits;
    private readonly ByteSink _sink;
    private readonly byte[] _window = new byte[BufferSize];
    private int _position;
    private int _flushed;

    private Inflater(ByteFeed feed, ByteSink sink)
    {
        _bits = new BitFeed(feed);
        _sink = sink;
    }

    /// <summary>Unpacks one deflated stream; the feed stands behind its last byte then.</summary>
    /// <exception cref="ArtifactFormatException">The data are not well formed, or end too early; what came before was given to the sink.</exception>
    public static void Run(ByteFeed feed, ByteSink sink) => new Inflater(feed, sink).Run();

    private void Run()
    {
        bool last;
        do
        {
            last = _bits.Take(1) == 1;
            switch (_bits.Take(2))
            {
                case 0:
                    Stored();
                    break;
                case 1:
                    Compressed(_fixedLiterals, _fixedDistances);
                    break;
                case 2:
                    var (literals, distances) = ReadCodes();
                    Compressed(literals, distances);
                    break;
                default:
                    throw _bits.Fault("a block is of no known kind");
            }
        }
        while (!last);

        _sink(_window.AsSpan(_flushed, _position - _flushed));
        _bits.Finish();
    }

    private void Stored()
    {
        _bits.SkipToByte();
        var length = (int)_bits.Take(16);
        if (_bits.Take(16) != (~(uint)length & 0xffff))
        {
            throw _bits.Fault("a stored block's two lengths disagree");
        }

        for (; length > 0; length--)
        {
            Room(1);
            _window[_position++] = (byte)_bits.Take(8);
        }
    }

    private void Compressed(HuffmanCode literals, HuffmanCode distances)
    {
        while (true)
        {
            var symbol = literals.Read(_bits);
            if (symbol < 256)
            {
                Room(1);
                _window[_position++] = (byte)symbol;
                continue;
            }

            if (symbol == 256)
            {
                return;
            }

            symbol -= 257;
            if (symbol >= LengthBase.Length)
            {
                throw _bits.Fault("a length is of no known code");
            }

            var length = LengthBase[symbol] + (int)_bits.Take(LengthExtra[symbol]);
            var code = distances.Read(_bits);
            if (code >= DistanceBase.Length)
            {
                throw _bits.Fault("a distance is of no known code");
            }

            Copy(DistanceBase[code] + (int)_bits.Take(DistanceExtra[code]), length);
        }
    }

    private void Copy(int distance, int length)
    {
        Room(LongestMatch);
        if (distance > _position)
        {
            throw _bits.Fault("a distance reaches before the beginning");
        }

        var from = _position - distance;
        if (distance >= length)
        {
            _window.AsSpan(from, length).CopyTo(_window.AsSpan(_position));
            _position += length;
            return;
        }

        for (; length > 0; length--)
        {
            _window[_position++] = _window[from++];
        }
    }

    /// <summary>Makes room by giving what is ready to the sink; the last 32 KiB stay for distances.</summary>
    private void Room(int length)
    {
        if (_position + length <= BufferSize)
        {
            return;
        }

        _sink(_window.AsSpan(_flushed, _position - _flushed));
        _window.AsSpan(_position - WindowSize, WindowSize).CopyTo(_window);
        _position = _flushed = WindowSize;
    }

    private (HuffmanCode Literals, HuffmanCode Distances) ReadCodes()
    {
        var literals = (int)_bits.Take(5) + 257;
        var distances = (int)_bits.Take(5) + 1;
        var order = (int)_bits.Take(4) + 4;
        if (literals > 286 || distances > 30)
        {
            throw _bits.Fault("a block has more codes than there are");
        }

        var lengths = new byte[19];
        for (var i = 0; i < order; i++)
        {
            lengths[LengthOrder[i]] = (byte)_bits.Take(3);
        }

        var lengthCode = new HuffmanCode(lengths, mayBeShort: false);
        var all = new byte[literals + distances];
        for (var i = 0; i < all.Length;)
        {
            var symbol = lengthCode.Read(_bits);
            if (symbol < 16)
            {
                all[i++] = (byte)symbol;
                continue;
            }

            var (value, count) = symbol switch
            {
                16 when i == 0 => throw _bits.Fault("the first length repeats one before it"),
                16 => (all[i - 1], 3 + (int)_bits.Take(2)),
                17 => ((byte)0, 3 + (int)_bits.Take(3)),
                _ => ((byte)0, 11 + (int)_bits.Take(7)),
            };
            if (count > all.Length - i)
            {
                throw _bits.Fault("a repeat runs beyond the lengths");
            }

            all.AsSpan(i, count).Fill(value);
            i += count;
        }

        if (all[256] == 0)
        {
            throw _bits.Fault("a block has no code for its end");
        }

        return (
            new HuffmanCode(all.AsSpan(0, literals), mayBeShort: true),
            new HuffmanCode(all.AsSpan(literals), mayBeShort: true));
    }

    private static HuffmanCode FixedLiterals()
    {
        var lengths = new byte[288];
        lengths.AsSpan(0, 144).Fill(8);
        lengths.AsSpan(144, 112).Fill(9);
        lengths.AsSpan(256, 24).Fill(7);
        lengths.AsSpan(280).Fill(8);
        return new HuffmanCode(lengths, mayBeShort: false);
    }
}
