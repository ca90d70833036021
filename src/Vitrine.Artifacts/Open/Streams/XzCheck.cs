using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vitrine.Artifacts;

/// <summary>What says whether a block of an xz stream was unpacked rightly.</summary>
internal abstract class XzCheck
{
    /// <summary>Its size in the file, in bytes.</summary>
    public abstract int Size { get; }

    /// <summary>The check of a number; null for those that no one uses.</summary>
    public static XzCheck? Of(int kind) => kind switch
    {
        0 => new NoCheck(),
        1 => new Crc32Check(),
        4 => new Crc64Check(),
        10 => new Sha256Check(),
        _ => null,
    };

    /// <summary>Begins a block.</summary>
    public abstract void Begin();

    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Whether the file's check is that of the bytes since the block began.</summary>
    public abstract bool Agrees(ReadOnlySpan<byte> said);

    private sealed class NoCheck : XzCheck
    {
        public override int Size => 0;

        public override void Begin()
        {
        }

        public override void Append(ReadOnlySpan<byte> bytes)
        {
        }

        public override bool Agrees(ReadOnlySpan<byte> said) => true;
    }

    private sealed class Crc32Check : XzCheck
    {
        private Crc32 _crc;

        public override int Size => sizeof(uint);

        public override void Begin() => _crc = new Crc32();

        public override void Append(ReadOnlySpan<byte> bytes) => _crc.Append(bytes);

        public override bool Agrees(ReadOnlySpan<byte> said) => BinaryPrimitives.ReadUInt32LittleEndian(said) == _crc.Value;
    }

    private sealed class Crc64Check : XzCheck
    {
        private Crc64 _crc;

        public override int Size => sizeof(ulong);

        public override void Begin() => _crc = new Crc64();

        public override void Append(ReadOnlySpan<byte> bytes) => _crc.Append(bytes);

        public override bool Agrees(ReadOnlySpan<byte> said) => BinaryPrimitives.ReadUInt64LittleEndian(said) == _crc.Value;
    }

    private sealed class Sha256Check : XzCheck
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override int Size => SHA256.HashSizeInBytes;

        public override void Begin() => _ = _hash.GetHashAndReset();

        public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

        public override bool Agrees(ReadOnlySpan<byte> said) => _hash.GetHashAndReset().AsSpan().SequenceEqual(said);
    }
}
