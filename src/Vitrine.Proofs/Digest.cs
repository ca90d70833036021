using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Proofs;

/// <summary>A SHA-256 value: 32 bytes, held inline.</summary>
/// <remarks>FIPS 180-4. Equality is by value; digests are public, so it need not be constant-time.</remarks>
public readonly record struct Digest
{
    /// <summary>Bytes in a digest.</summary>
    public const int Size = 32;

    private readonly Words _words;

    private Digest(ReadOnlySpan<byte> bytes) => bytes.CopyTo(MemoryMarshal.AsBytes((Span<ulong>)_words));

    /// <summary>The digest of <paramref name="data"/>.</summary>
    public static Digest Of(ReadOnlySpan<byte> data) => Of(data, []);

    /// <summary>The digest of <paramref name="first"/> and then <paramref name="second"/>.</summary>
    internal static Digest Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Unsafe.SkipInit(out Digest digest);
        Sha256.Hash(first, second, MemoryMarshal.AsBytes(new Span<Digest>(ref digest)));
        return digest;
    }

    /// <summary>Takes 32 bytes as they are.</summary>
    /// <exception cref="ArgumentException">There are not 32 bytes.</exception>
    public static Digest FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size ? new Digest(bytes) : throw new ArgumentException($"A digest has {Size} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>Reads 64 lower-case hexadecimal digits; anything else is refused.</summary>
    public static bool TryParseHex(ReadOnlySpan<char> text, out Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (text.Length == 2 * Size
            && !text.ContainsAnyInRange('A', 'F')
            && Convert.FromHexString(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == Size)
        {
            digest = new Digest(bytes);
            return true;
        }

        digest = default;
        return false;
    }

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static Digest ParseHex(string text) =>
        TryParseHex(text, out var digest) ? digest : throw new FormatException("A digest is written as 64 lower-case hexadecimal digits.");

    /// <summary>Reads canonical standard base64 (44 characters, padded); anything else is refused.</summary>
    public static bool TryParseBase64(ReadOnlySpan<char> text, out Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Size + 1];
        if (text.Length == 44 && Convert.TryFromBase64Chars(text, bytes, out var written) && written == Size)
        {
            digest = new Digest(bytes[..Size]);
            if (text.SequenceEqual(digest.ToBase64()))
            {
                return true;
            }
        }

        digest = default;
        return false;
    }

    /// <summary>Writes the 32 bytes to the start of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentException">There is room for fewer than 32.</exception>
    public void CopyTo(Span<byte> destination) => MemoryMarshal.AsBytes((ReadOnlySpan<ulong>)_words).CopyTo(destination);

    /// <summary>The 32 bytes, copied.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string ToHex()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Standard base64 with padding: 44 characters.</summary>
    public string ToBase64()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }

    /// <inheritdoc cref="ToHex"/>
    public override string ToString() => ToHex();

    [InlineArray(Size / sizeof(ulong))]
    private struct Words : IEquatable<Words>
    {
        private ulong _first;

        public readonly bool Equals(Words other) => ((ReadOnlySpan<ulong>)this).SequenceEqual(other);

        public override readonly bool Equals(object? obj) => obj is Words other && Equals(other);

        public override readonly int GetHashCode() => HashCode.Combine(this[0], this[3]);
    }
}
