namespace Vitrine.Artifacts;

/// <summary>What a block of .xz went through before it was packed, undone: a filter of the .xz format 1.2.1 section 5.3.</summary>
/// <remarks>
/// Delta (id 3) and the branch filters (4 to 10), which make the targets of calls absolute so that equal ones are spelled alike. None changes a size.
/// Bytes come in as they are unpacked and go out in the same order; what a filter has to see more of is held back, a few bytes at most.
/// </remarks>
internal abstract class XzFilter(ByteSink next)
{
    private readonly byte[] _held = new byte[64 * 1024];
    private int _count;

    /// <summary>The filter of an id, or null where none is known here.</summary>
    /// <param name="id">As the block header has it.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="next">Where its bytes go.</param>
    /// <param name="valid">Whether the properties are of its form.</param>
    public static XzFilter? Of(long id, ReadOnlySpan<byte> properties, ByteSink next, out bool valid)
    {
        valid = id == DeltaFilter.Id ? properties.Length == 1 : properties.Length is 0 or 4;
        return !valid ? null
            : id == DeltaFilter.Id ? new DeltaFilter(properties[0] + 1, next)
            : BranchFilter.Of(id, properties.Length == 0 ? 0 : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(properties), next, out valid);
    }

    /// <summary>Takes the next bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var taken = Math.Min(bytes.Length, _held.Length - _count);
            bytes[..taken].CopyTo(_held.AsSpan(_count));
            _count += taken;
            bytes = bytes[taken..];
            var done = Undo(_held.AsSpan(0, _count));
            next(_held.AsSpan(0, done));
            _held.AsSpan(done, _count - done).CopyTo(_held);
            _count -= done;
        }
    }

    /// <summary>Says that no more come: what was held back goes out as it is.</summary>
    public void Finish()
    {
        next(_held.AsSpan(0, _count));
        _count = 0;
    }

    /// <summary>Undoes the filter at the beginning of <paramref name="bytes"/>; gives how many are done, all but the last 15 at least.</summary>
    protected abstract int Undo(Span<byte> bytes);
}

/// <summary>Each byte as its difference from the one some places before.</summary>
internal sealed class DeltaFilter(int distance, ByteSink next) : XzFilter(next)
{
    public const long Id = 3;

    private readonly byte[] _past = new byte[256];
    private int _at;

    protected override int Undo(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++, _at++)
        {
            bytes[i] = unchecked((byte)(bytes[i] + _past[(_at - distance) & 0xff]));
            _past[_at & 0xff] = bytes[i];
            _at &= 0xff;
        }

        return bytes.Length;
    }
}
