namespace Vitrine.Artifacts;

/// <summary>
/// LZMA2: chunks of at most 2 MiB, plain or packed by LZMA, each saying what of the decoder's state begins anew. A chunk's sizes must be
/// exactly those it says; distances must lie within what was unpacked.
/// </summary>
internal sealed class Lzma2Decoder(ByteFeed feed, int dictionarySize, ByteSink sink)
{
    private readonly LzmaWindow _window = new(dictionarySize, sink);
    private readonly RangeDecoder _range = new(feed);
    private LzmaDecoder? _lzma;

    /// <summary>Unpacks all chunks; the feed stands behind the end mark then.</summary>
    /// <exception cref="ArtifactFormatException">The data are not well formed; what came before was given to the sink.</exception>
    public void Run()
    {
        const byte PlainAnew = 1;
        const byte Plain = 2;
        const byte Packed = 0x80;
        const byte StateAnew = 0xa0;
        const byte PropertiesAnew = 0xc0;
        const byte AllAnew = 0xe0;
        var needsDictionary = true;
        var needsProperties = true;
        byte control;
        while ((control = feed.Next()) != 0)
        {
            if (control is PlainAnew or >= AllAnew)
            {
                needsDictionary = false;
                needsProperties = true;
                _window.Empty();
            }

            Check(!needsDictionary && control is <= Plain or >= Packed, "a chunk is of no known kind, or relies on one before that is missing");
            if (control < Packed)
            {
                CopyPlain();
                continue;
            }

            var size = ((control & 0x1f) << 16) + BigEndian() + 1;
            var packedSize = BigEndian() + 1;
            if (control >= PropertiesAnew)
            {
                _lzma = ReadProperties();
                needsProperties = false;
            }

            Check(!needsProperties, "a chunk relies on properties that are missing");
            if (control is >= StateAnew and < PropertiesAnew)
            {
                _lzma!.Reset();
            }

            _range.Begin(packedSize);
            _lzma!.Run(size);
            Check(_range.IsFinished, "a chunk's packed data do not end where it says");
            _window.Flush();
        }

        _window.Flush();
    }

    private void CopyPlain()
    {
        for (var size = BigEndian() + 1; size > 0; size--)
        {
            _window.Put(feed.Next());
        }
    }

    private LzmaDecoder ReadProperties()
    {
        int value = feed.Next();
        Check(value < 9 * 5 * 5, "a chunk's properties are none");
        var (literalBits, literalPlaceBits, placeBits) = (value % 9, value / 9 % 5, value / 45);
        Check(literalBits + literalPlaceBits <= 4, "a chunk's properties are not allowed in LZMA2");
        return new LzmaDecoder(_range, _window, feed, literalBits, literalPlaceBits, placeBits);
    }

    private int BigEndian() => (feed.Next() << 8) | feed.Next();

    private void Check(bool holds, string message)
    {
        if (!holds)
        {
            throw feed.Fault(ArtifactFault.Malformed, message);
        }
    }
}
