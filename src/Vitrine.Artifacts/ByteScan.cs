using System.Security.Cryptography;
using Vitrine.Proofs;

namespace Vitrine.Artifacts;

/// <summary>One pass over both sides: their digests, and where their bytes first part. Streams; holds two blocks.</summary>
/// <param name="DigestA">SHA-256 of the first.</param>
/// <param name="DigestB">SHA-256 of the second.</param>
/// <param name="FirstDifference">Offset of the first byte that differs or that only one side has; −1 where none does.</param>
/// <param name="DifferingBytes">Bytes that differ at equal offsets, plus those that only the longer side has.</param>
internal readonly record struct ByteScan(Digest DigestA, Digest DigestB, long FirstDifference, long DifferingBytes)
{
    private const int BlockSize = 128 * 1024;

    public bool Same => FirstDifference < 0;

    public static ByteScan Run(ByteSource a, ByteSource b, CancellationToken cancellation)
    {
        using var hashA = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var hashB = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var blockA = new byte[BlockSize];
        var blockB = new byte[BlockSize];
        long first = -1, count = 0;
        var longer = Math.Max(a.Length, b.Length);
        for (long offset = 0; offset < longer; offset += BlockSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var spanA = Fill(a, offset, blockA);
            var spanB = Fill(b, offset, blockB);
            hashA.AppendData(spanA);
            hashB.AppendData(spanB);
            var common = Math.Min(spanA.Length, spanB.Length);
            var same = spanA.CommonPrefixLength(spanB);
            if (same < Math.Max(spanA.Length, spanB.Length))
            {
                first = first < 0 ? offset + same : first;
                count += Count(spanA[..common], spanB[..common]) + Math.Abs(spanA.Length - spanB.Length);
            }
        }

        return new ByteScan(
            Digest.FromBytes(hashA.GetHashAndReset()), Digest.FromBytes(hashB.GetHashAndReset()), first, count);
    }

    /// <summary>How many bytes differ at equal positions of two spans of one length.</summary>
    public static long Count(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        long count = 0;
        for (var i = a.CommonPrefixLength(b); i < a.Length; i++)
        {
            count += a[i] == b[i] ? 0 : 1;
        }

        return count;
    }

    private static ReadOnlySpan<byte> Fill(ByteSource source, long offset, byte[] block)
    {
        var span = block.AsSpan(0, (int)Math.Clamp(source.Length - offset, 0, BlockSize));
        if (!span.IsEmpty)
        {
            source.Read(offset, span);
        }

        return span;
    }
}
