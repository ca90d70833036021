using Microsoft.Win32.SafeHandles;
using Vitrine.Artifacts;

namespace Vitrine.Seals;

/// <summary>A stream that is read from its start to its end, and nothing else.</summary>
internal abstract class ReadingStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override int Read(Span<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>A range of a source. Its last byte is given alone, so that what unpacks it has asked for all of it only if it needs all.</summary>
internal sealed class SourceStream(ByteSource source, long offset, long length) : ReadingStream
{
    private long _done;

    /// <summary>Whether all of it was asked for.</summary>
    public bool IsRead => _done == length;

    public override int Read(Span<byte> buffer)
    {
        var left = length - _done;
        var part = buffer[..(int)Math.Min(buffer.Length, left > 1 ? left - 1 : left)];
        source.Read(offset + _done, part);
        _done += part.Length;
        return part.Length;
    }
}

/// <summary>An open file, from its start; at its end <paramref name="atEnd"/> looks at it once more.</summary>
internal sealed class HandleStream(SafeFileHandle file, Action atEnd) : ReadingStream
{
    private long _done;

    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(file, buffer, _done);
        _done += read;
        if (read == 0 && !buffer.IsEmpty)
        {
            atEnd();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
