using Microsoft.Win32.SafeHandles;

namespace Vitrine.Artifacts;

/// <summary>Bytes that can be read at any offset: a file, or a member held in memory.</summary>
internal abstract class ByteSource : IDisposable
{
    /// <summary>How many bytes there are; fixed when the source is opened.</summary>
    public abstract long Length { get; }

    /// <summary>Fills <paramref name="destination"/> with the bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="EndOfStreamException">The file has become shorter since it was opened.</exception>
    public abstract void Read(long offset, Span<byte> destination);

    public abstract void Dispose();

    public static ByteSource OpenFile(string path) => new FileSource(path);

    public static ByteSource Of(ReadOnlyMemory<byte> bytes) => new MemorySource(bytes);

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
                    throw new EndOfStreamException("The file became shorter while it was being compared.");
                }

                offset += read;
                destination = destination[read..];
            }
        }

        public override void Dispose() => _handle.Dispose();
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
