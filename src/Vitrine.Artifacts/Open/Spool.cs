using System.Security.Cryptography;
using Vitrine.Proofs;

namespace Vitrine.Artifacts;

/// <summary>
/// Where a member is unpacked to: memory, and past a bound a temporary file of mode 0600 that is unlinked as soon as it is open, so that
/// a crash leaves nothing behind. Every byte is counted against the limits before it is kept.
/// </summary>
internal sealed class Spool : ByteSource
{
    private const int RatioFrom = 1 << 20;

    private readonly OpenBudget _budget;
    private readonly string _format;
    private readonly long _packedSize;
    private readonly long _most;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _memory;
    private FileStream? _file;
    private long _length;

    /// <param name="budget">What may still be unpacked.</param>
    /// <param name="format">The format that is being read, for faults.</param>
    /// <param name="packedSize">Bytes that it is unpacked from.</param>
    /// <param name="expected">The size that its container says; negative where it says none.</param>
    public Spool(OpenBudget budget, string format, long packedSize, long expected)
    {
        _budget = budget;
        _format = format;
        _packedSize = packedSize;
        _most = expected < 0 ? long.MaxValue : expected;
        if (expected > budget.Limits.MemberBytes || (expected > RatioFrom && expected / budget.Limits.Ratio > packedSize))
        {
            throw TooLarge(expected);
        }

        _memory = new byte[Math.Clamp(expected, 256, Math.Min(budget.Limits.MemoryBytes, 1 << 20))];
    }

    public override long Length => _length;

    /// <summary>Largest dictionary that unpacking into this may use, in bytes.</summary>
    public int LargestDictionary => _budget.Limits.DictionaryBytes;

    /// <summary>Takes the next bytes.</summary>
    /// <exception cref="ArtifactFormatException">They are more than a limit allows, or than the container says.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _budget.Cancellation.ThrowIfCancellationRequested();
        var length = _length + bytes.Length;
        if (length > _most)
        {
            throw new ArtifactFormatException(_format, ArtifactFault.Contradiction, -1, $"it unpacks to more than the {_most} bytes that are said");
        }

        if (length > _budget.Limits.MemberBytes || (length > RatioFrom && length / _budget.Limits.Ratio > _packedSize))
        {
            throw TooLarge(length);
        }

        _budget.Spend(_format, bytes.Length);
        _hash.AppendData(bytes);
        Keep(bytes);
        _length = length;
    }

    /// <summary>SHA-256 of what was written since the last call.</summary>
    public Digest TakeDigest() => Digest.FromBytes(_hash.GetHashAndReset());

    public override void Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, _length - offset);
        if (_file is null)
        {
            _memory.AsSpan((int)offset, destination.Length).CopyTo(destination);
            return;
        }

        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(_file.SafeFileHandle, destination, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("A temporary file became shorter.");
            }

            offset += read;
            destination = destination[read..];
        }
    }

    public override void Dispose()
    {
        _file?.Dispose();
        _hash.Dispose();
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var length = _length + bytes.Length;
        if (_file is null && length > _budget.Limits.MemoryBytes)
        {
            _file = OpenUnlinked();
            RandomAccess.Write(_file.SafeFileHandle, _memory.AsSpan(0, (int)_length), 0);
            _memory = [];
        }

        if (_file is not null)
        {
            RandomAccess.Write(_file.SafeFileHandle, bytes, _length);
            return;
        }

        if (length > _memory.Length)
        {
            Array.Resize(ref _memory, (int)Math.Min(Math.Max(length, 2L * _memory.Length), _budget.Limits.MemoryBytes));
        }

        bytes.CopyTo(_memory.AsSpan((int)_length));
    }

    private ArtifactFormatException TooLarge(long size) => new(
        _format, ArtifactFault.LimitExceeded, -1,
        $"{_packedSize} bytes would unpack to {size} or more; at most {_budget.Limits.Ratio} to one and {_budget.Limits.MemberBytes} in all are allowed");

    private static FileStream OpenUnlinked()
    {
        var path = Path.Combine(Path.GetTempPath(), $"vitrine-unpacked-{Guid.NewGuid():n}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        var stream = new FileStream(path, options);
        File.Delete(path);
        return stream;
    }
}
