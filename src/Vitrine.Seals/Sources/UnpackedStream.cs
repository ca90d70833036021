using System.Collections.Concurrent;
using System.Globalization;
using Vitrine.Artifacts;

namespace Vitrine.Seals;

/// <summary>The bytes of a compressed file as they come, never more than the limits allow; whatever is wrong with them is an <see cref="IOException"/>.</summary>
internal sealed class UnpackedStream : ReadingStream
{
    private readonly Stream _inner;
    private readonly long _most;
    private long _read;

    private UnpackedStream(Stream inner, long most)
    {
        _inner = inner;
        _most = most;
    }

    /// <summary>Reads a <c>tar</c>, <c>tar.gz</c> or <c>tar.xz</c> from its start.</summary>
    public static UnpackedStream Of(ByteSource file, string kind)
    {
        return new UnpackedStream(
            kind switch
            {
                "tar.gz" => new PushedStream(sink => GzipReader.Unpack(file, sink)),
                "tar.xz" => new PushedStream(sink => XzReader.Unpack(file, sink, ArchiveLimits.DictionaryBytes)),
                _ => new BufferedStream(new SourceStream(file, 0, file.Length), 1 << 16),
            },
            ArchiveLimits.MostBytes(file.Length));
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = _inner.Read(buffer);
            _read += read;
            return _read <= _most ? read : throw new IOException(string.Create(CultureInfo.InvariantCulture, $"it unpacks to more than {_most:N0} bytes, {ArchiveLimits.Ratio} times its size."));
        }
        catch (ArtifactFormatException malformed)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{malformed.Message} ({malformed.Format}{(malformed.Offset >= 0 ? $", byte {malformed.Offset:N0}" : "")})."), malformed);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Turns a reader that hands bytes on into a stream, through a few blocks of memory; the reader runs on a thread of its own.</summary>
    private sealed class PushedStream : ReadingStream
    {
        private const int LargestBlock = 1 << 20;

        private readonly BlockingCollection<byte[]> _blocks = new(16);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _reader;
        private byte[] _block = [];
        private int _at;

        public PushedStream(Action<ByteSink> unpack) => _reader = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    unpack(bytes =>
                    {
                        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(bytes.Length, LargestBlock)..])
                        {
                            _blocks.Add(bytes[..Math.Min(bytes.Length, LargestBlock)].ToArray(), _stop.Token);
                        }
                    });
                }
                finally
                {
                    _blocks.CompleteAdding();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        public override int Read(Span<byte> buffer)
        {
            if (_at == _block.Length)
            {
                if (!_blocks.TryTake(out var next, Timeout.Infinite))
                {
                    // What the reader met is thrown here.
                    _reader.GetAwaiter().GetResult();
                    return 0;
                }

                (_block, _at) = (next, 0);
            }

            var part = Math.Min(buffer.Length, _block.Length - _at);
            _block.AsSpan(_at, part).CopyTo(buffer);
            _at += part;
            return part;
        }

        protected override void Dispose(bool disposing)
        {
            _stop.Cancel();
            Task.WhenAny(_reader).GetAwaiter().GetResult();
            _stop.Dispose();
            _blocks.Dispose();
            base.Dispose(disposing);
        }
    }
}
