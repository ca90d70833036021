namespace Vitrine.Artifacts;

/// <summary>
/// The last bytes that were unpacked, as a ring that grows with them up to the dictionary's size: what a header asks for is not taken
/// before there are bytes to fill it.
/// </summary>
internal sealed class LzmaWindow(int dictionarySize, ByteSink sink)
{
    private const int FirstSize = 1 << 16;

    private byte[] _ring = new byte[Math.Min(dictionarySize, FirstSize)];
    private int _position;
    private int _flushed;

    /// <summary>How far back a distance may reach: bytes since the dictionary was last emptied, at most its size.</summary>
    public int Filled { get; private set; }

    /// <summary>Bytes since the dictionary was last emptied: the place of the next.</summary>
    public long Place { get; private set; }

    public void Empty()
    {
        Filled = 0;
        Place = 0;
    }

    /// <summary>The byte at a distance; 0 is the last one.</summary>
    public byte At(int distance)
    {
        var at = _position - distance - 1;
        return _ring[at < 0 ? at + _ring.Length : at];
    }

    public void Put(byte value)
    {
        if (_position == _ring.Length)
        {
            Wrap();
        }

        _ring[_position++] = value;
        Place++;
        if (Filled < dictionarySize)
        {
            Filled++;
        }
    }

    /// <summary>Repeats bytes from a distance that is less than <see cref="Filled"/>.</summary>
    public void Copy(int distance, int length)
    {
        Place += length;
        Filled = (int)Math.Min(dictionarySize, (long)Filled + length);
        while (length > 0)
        {
            if (_position == _ring.Length)
            {
                Wrap();
            }

            var from = _position - distance - 1;
            from = from < 0 ? from + _ring.Length : from;
            var part = Math.Min(length, Math.Min(_ring.Length - _position, _ring.Length - from));
            if (from + part <= _position || from > _position)
            {
                _ring.AsSpan(from, part).CopyTo(_ring.AsSpan(_position));
            }
            else
            {
                for (var i = 0; i < part; i++)
                {
                    _ring[_position + i] = _ring[from + i];
                }
            }

            _position += part;
            length -= part;
        }
    }

    /// <summary>Gives what was not yet given.</summary>
    public void Flush()
    {
        if (_position > _flushed)
        {
            sink(_ring.AsSpan(_flushed, _position - _flushed));
        }

        _flushed = _position;
    }

    private void Wrap()
    {
        Flush();
        if (_ring.Length < dictionarySize)
        {
            Array.Resize(ref _ring, (int)Math.Min(dictionarySize, 4L * _ring.Length));
        }
        else
        {
            _position = _flushed = 0;
        }
    }
}
