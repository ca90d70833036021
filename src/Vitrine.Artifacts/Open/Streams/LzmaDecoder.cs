namespace Vitrine.Artifacts;

/// <summary>
/// LZMA as it stands in the chunks of LZMA2. Twelve states say of what kinds the last steps were; the place of the next byte (its low
/// bits) and the byte before choose the probabilities.
/// </summary>
internal sealed class LzmaDecoder
{
    private const int States = 12;
    private const int FirstMatchState = 7;
    private const int Places = 16;
    private const int ShortestMatch = 2;
    private const int SlotsWithTrees = 14;

    private readonly RangeDecoder _range;
    private readonly LzmaWindow _window;
    private readonly ByteFeed _feed;
    private readonly int _literalBits;
    private readonly int _literalPlaceMask;
    private readonly int _placeMask;

    private readonly ushort[] _isMatch = new ushort[States * Places];
    private readonly ushort[] _isRepeat = new ushort[States];
    private readonly ushort[] _isRepeat0 = new ushort[States];
    private readonly ushort[] _isRepeat1 = new ushort[States];
    private readonly ushort[] _isRepeat2 = new ushort[States];
    private readonly ushort[] _isLongRepeat0 = new ushort[States * Places];
    private readonly ushort[] _literals;
    private readonly ushort[] _slots = new ushort[4 * 64];
    private readonly ushort[] _distances = new ushort[SlotsWithTrees * 32];
    private readonly ushort[] _aligned = new ushort[16];
    private readonly LzmaLengths _matchLengths;
    private readonly LzmaLengths _repeatLengths;

    private int _state;
    private long _place;
    private uint _distance0;
    private uint _distance1;
    private uint _distance2;
    private uint _distance3;

    public LzmaDecoder(RangeDecoder range, LzmaWindow window, ByteFeed feed, int literalBits, int literalPlaceBits, int placeBits)
    {
        _range = range;
        _window = window;
        _feed = feed;
        _literalBits = literalBits;
        _literalPlaceMask = (1 << literalPlaceBits) - 1;
        _placeMask = (1 << placeBits) - 1;
        _literals = new ushort[0x300 << (literalBits + literalPlaceBits)];
        _matchLengths = new LzmaLengths(range);
        _repeatLengths = new LzmaLengths(range);
        Reset();
    }

    /// <summary>Forgets everything but the dictionary.</summary>
    public void Reset()
    {
        foreach (var probabilities in (ushort[][])[_isMatch, _isRepeat, _isRepeat0, _isRepeat1, _isRepeat2, _isLongRepeat0, _literals, _slots, _distances, _aligned])
        {
            probabilities.AsSpan().Fill(RangeDecoder.Half);
        }

        _matchLengths.Reset();
        _repeatLengths.Reset();
        _state = 0;
        _distance0 = _distance1 = _distance2 = _distance3 = 0;
    }

    /// <summary>Unpacks exactly so many bytes.</summary>
    public void Run(int size)
    {
        _place = _window.Place;
        while (size > 0)
        {
            var place = (int)(_place & _placeMask);
            if (_range.Bit(ref _isMatch[(_state * Places) + place]) == 0)
            {
                Literal();
                size--;
                _place++;
                continue;
            }

            var length = _range.Bit(ref _isRepeat[_state]) == 0 ? Match(place) : Repeat(place);
            if (length > size)
            {
                throw _feed.Fault(ArtifactFault.Malformed, "a match reaches beyond its chunk");
            }

            if (_distance0 >= (uint)_window.Filled)
            {
                throw _feed.Fault(ArtifactFault.Malformed, "a distance reaches before the beginning");
            }

            _window.Copy((int)_distance0, length);
            size -= length;
            _place += length;
        }

        _range.Normalise();
    }

    private void Literal()
    {
        var before = _window.Filled > 0 ? _window.At(0) : 0;
        var context = ((int)(_place & _literalPlaceMask) << _literalBits) + (before >> (8 - _literalBits));
        var probabilities = _literals.AsSpan(0x300 * context, 0x300);
        var symbol = 1;
        if (_state >= FirstMatchState)
        {
            if (_distance0 >= (uint)_window.Filled)
            {
                throw _feed.Fault(ArtifactFault.Malformed, "a distance reaches before the beginning");
            }

            int match = _window.At((int)_distance0);
            while (symbol < 0x100)
            {
                match <<= 1;
                var matchBit = match & 0x100;
                var bit = _range.Bit(ref probabilities[0x100 + matchBit + symbol]);
                symbol = (symbol << 1) | bit;
                if (matchBit != bit << 8)
                {
                    break;
                }
            }
        }

        while (symbol < 0x100)
        {
            symbol = (symbol << 1) | _range.Bit(ref probabilities[symbol]);
        }

        _window.Put((byte)(symbol & 0xff));
        _state = _state switch { < 4 => 0, < 10 => _state - 3, _ => _state - 6 };
    }

    private int Match(int place)
    {
        (_distance3, _distance2, _distance1) = (_distance2, _distance1, _distance0);
        var length = _matchLengths.Read(place);
        _state = _state < FirstMatchState ? 7 : 10;
        var slot = _range.Tree(_slots.AsSpan(Math.Min(length - ShortestMatch, 3) * 64, 64), 6);
        if (slot < 4)
        {
            _distance0 = (uint)slot;
            return length;
        }

        var bits = (slot >> 1) - 1;
        _distance0 = (2u | ((uint)slot & 1)) << bits;
        _distance0 += slot < SlotsWithTrees
            ? (uint)_range.ReverseTree(_distances.AsSpan(slot * 32, 32), bits)
            : (_range.Direct(bits - 4) << 4) + (uint)_range.ReverseTree(_aligned, 4);
        return length;
    }

    private int Repeat(int place)
    {
        if (_range.Bit(ref _isRepeat0[_state]) == 0)
        {
            if (_range.Bit(ref _isLongRepeat0[(_state * Places) + place]) == 0)
            {
                _state = _state < FirstMatchState ? 9 : 11;
                return 1;
            }
        }
        else
        {
            uint distance;
            if (_range.Bit(ref _isRepeat1[_state]) == 0)
            {
                distance = _distance1;
            }
            else
            {
                if (_range.Bit(ref _isRepeat2[_state]) == 0)
                {
                    distance = _distance2;
                }
                else
                {
                    distance = _distance3;
                    _distance3 = _distance2;
                }

                _distance2 = _distance1;
            }

            _distance1 = _distance0;
            _distance0 = distance;
        }

        _state = _state < FirstMatchState ? 8 : 11;
        return _repeatLengths.Read(place);
    }
}

/// <summary>Lengths of matches, 2 to 273: three ranges of 8, 8 and 256.</summary>
internal sealed class LzmaLengths(RangeDecoder range)
{
    private readonly ushort[] _choice = new ushort[2];
    private readonly ushort[] _low = new ushort[16 * 8];
    private readonly ushort[] _middle = new ushort[16 * 8];
    private readonly ushort[] _high = new ushort[256];

    public void Reset()
    {
        foreach (var probabilities in (ushort[][])[_choice, _low, _middle, _high])
        {
            probabilities.AsSpan().Fill(RangeDecoder.Half);
        }
    }

    public int Read(int place)
    {
        if (range.Bit(ref _choice[0]) == 0)
        {
            return 2 + range.Tree(_low.AsSpan(place * 8, 8), 3);
        }

        return range.Bit(ref _choice[1]) == 0
            ? 10 + range.Tree(_middle.AsSpan(place * 8, 8), 3)
            : 18 + range.Tree(_high, 8);
    }
}
