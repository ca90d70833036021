namespace Vitrine.Artifacts;

/// <summary>Bits of a feed, the lowest of each byte first.</summary>
internal sealed class BitFeed(ByteFeed feed)
{
    private ulong _bits;
    private int _count;
    private int _beyond;

    /// <summary>The next bits without taking them; zeros stand behind the end.</summary>
    public uint Peek(int count)
    {
        while (_count < count)
        {
            var next = feed.TryNext();
            if (next < 0)
            {
                _beyond++;
                next = 0;
            }

            _bits |= (ulong)next << _count;
            _count += 8;
        }

        return (uint)(_bits & ((1UL << count) - 1));
    }

    /// <summary>Takes bits that were looked at.</summary>
    /// <exception cref="ArtifactFormatException">They lie behind the end.</exception>
    public void Drop(int count)
    {
        _bits >>= count;
        _count -= count;
        if (_beyond > 0 && _count < 8 * _beyond)
        {
            throw feed.Fault(ArtifactFault.Truncated, "the packed data end too early");
        }
    }

    /// <summary>Takes the next bits, at most 32.</summary>
    /// <exception cref="ArtifactFormatException">There are fewer.</exception>
    public uint Take(int count)
    {
        var value = Peek(count);
        Drop(count);
        return value;
    }

    public void SkipToByte() => Drop(_count % 8);

    /// <summary>Gives back whole bytes that were looked at and not taken; bits of the last byte have no meaning.</summary>
    public void Finish()
    {
        feed.Back((_count / 8) - _beyond);
        _bits = 0;
        _count = 0;
    }

    public ArtifactFormatException Fault(string message) => feed.Fault(ArtifactFault.Malformed, message);
}
