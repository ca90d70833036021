using Microsoft.Win32.SafeHandles;

namespace Vitrine.Artifacts;

/// <summary>Bytes that can be read at any offset: a file, a part of one, or a member that was unpacked. Closed: it has no other kinds.</summary>
public abstract class ByteSource : IDisposable
{
    private protected ByteSource()
    {
    }

    /// <summary>How many bytes there are; fixed when the source is opened.</summary>
    public abstract long Length { get; }

    /// <summary>Fills <paramref name="destination"/> with the bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="EndOfStreamException">The file has become shorter since it was opened.</exception>
    public abstract void Read(long offset, Span<byte> destination);

    public abstract void Dispose();

    /// <summary>A file, open until this is disposed.</summary>
    /// <exception cref="IOException">It is absent or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static ByteSource OpenFile(string path) => new FileSource(path);

    /// <summary>Bytes in memory, which must not change.</summary>
    public static ByteSource Of(ReadOnlyMemory<byte> bytes) => new MemorySource(bytes);

    /// <summary>A part of this; it lives as long as this does and need not be disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie within this.</exception>
    public ByteSource Slice(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        return new PartSource(this, offset, length);
    }

    /// <summary>A copy of a range; the caller has bounded <paramref name="length"/>.</summary>
    public byte[] ReadArray(long offset, int length)
    {
        var bytes = new byte[length];
        Read(offset, bytes);
        return bytes;
    }

    private sealed class FileSource : ByteSource
    {
        private readonly SafeFileHandle _handle;

        public FileSource(string path)
        {
            _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
            Length = RandomAccess.GetLength(_handle);
        }

        public override long Length { get; }

        public override void Read(long offset, Span<byte> destination)
        {
            while (!destination.IsEmpty)
            {
                var read = RandomAccess.Read(_handle, destination, offset);
                if (read == 0)
                {
                    throw new EndOfStreamException("The file became shorter while it was being read.");
                }

                offset += read;
                destination = destination[read..];
            }
        }

        public override void Dispose() => _handle.Dispose();
    }

    private sealed class PartSource(ByteSource whole, long start, long length) : ByteSource
    {
        public override long Length => length;

        public override void Read(long offset, Span<byte> destination)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, length - offset);
            whole.Read(start + offset, destination);
        }

        public override void Dispose()
        {
        }
    }

    private sealed class MemorySource(ReadOnlyMemory<byte> bytes) : ByteSource
    {
        public override long Length => bytes.Length;

        public override void Read(long offset, Span<byte> destination) =>
            bytes.Span.Slice(checked((int)offset), destination.Length).CopyTo(destination);

        public override void Dispose()
        {
        }
    }
}
