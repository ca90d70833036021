using System.Buffers;
using System.Security.Cryptography;

namespace Vitrine.Seals;

/// <summary>
/// The plaintext of an open seal: one anonymous mapping, never a file, left out of core dumps and of forked children, in which contents lie one
/// after another. Its pages are taken as contents are decrypted into it.
/// </summary>
/// <remarks>
/// Closing overwrites what was written and gives the pages back. The addresses stay until nothing refers to the arena: a reader that outlives its
/// seal in spite of <see cref="OpenSeal.Use"/> reads zeros, and not what the process keeps there next.
/// </remarks>
internal sealed unsafe class Arena
{
    private readonly byte* _start;
    private readonly long _size;

    /// <exception cref="SealStoreException">The machine does not give so many addresses.</exception>
    public Arena(long size)
    {
        _size = Math.Max(size, 1);
        try
        {
            _start = (byte*)Posix.Map(_size);
        }
        catch (PosixException refused)
        {
            GC.SuppressFinalize(this);
            throw new SealStoreException(SealStoreFault.TooLarge, $"The machine has no room for {size:N0} bytes of plaintext in memory: {refused.Message}.", refused);
        }
    }

    ~Arena() => Posix.Unmap((nint)_start, _size);

    /// <summary>A range, which its caller has decrypted or is about to.</summary>
    public Span<byte> Span(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _size - length);
        return new Span<byte>(_start + offset, length);
    }

    public ReadOnlyMemory<byte> Memory(long offset, int length) => new Range(this, offset, length).Memory;

    /// <summary>Overwrites a range of any length.</summary>
    public void Clear(long offset, long length)
    {
        for (var done = 0L; done < length; done += int.MaxValue)
        {
            CryptographicOperations.ZeroMemory(Span(offset + done, (int)Math.Min(int.MaxValue, length - done)));
        }
    }

    /// <summary>Expect that all of it will be written.</summary>
    public void ExpectAll() => Posix.ExpectAll((nint)_start, _size);

    /// <summary>Gives the pages back, once all that was written is overwritten.</summary>
    public void Close() => Posix.Drop((nint)_start, _size);

    private sealed class Range(Arena arena, long offset, int length) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => arena.Span(offset, length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(arena._start + offset + elementIndex, pinnable: this);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
