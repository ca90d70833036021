using System.Numerics;
using System.Security.Cryptography;

namespace Vitrine.Proofs;

/// <summary>A public key that verifies many signatures: three times as fast as <see cref="Ed25519.Verify"/> once it has been asked a few times.</summary>
/// <remarks>
/// RFC 8032 section 5.1.7 without cofactor, as libcrypto does it: S below the group order, and [S]B − [h]A must spell R byte for byte. The first
/// signatures go to libcrypto; then multiples of the key are laid out in a table (<see cref="Edwards25519Table"/>), so that nothing is doubled any more.
/// Only public values pass through here, so time need not be constant. A refusal always has libcrypto's word: a slip in the table's arithmetic can refuse
/// nothing that is good. Overflow is checked in it.
/// </remarks>
internal sealed class Ed25519Verifier(byte[] publicKey)
{
    // The table costs what it saves in two verifications; a process that opens one bundle never gets there.
    private const int WithoutTable = 8;

    private static readonly BigInteger s_order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);

    private int _asked;
    private Edwards25519Table? _table;

    /// <inheritdoc cref="Ed25519.Verify"/>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (_table is null && Interlocked.Increment(ref _asked) == WithoutTable)
        {
            _table = Table(publicKey);
        }

        return (_table is { } table && VerifyByTable(table, publicKey, message, signature)) || Ed25519.Verify(publicKey, message, signature);
    }

    /// <summary>Multiples of −A; null where the key is no point, so that nothing verifies.</summary>
    internal static Edwards25519Table? Table(ReadOnlySpan<byte> publicKey) => Edwards25519.TryRead(publicKey, out var point) ? new Edwards25519Table(-point) : null;

    /// <summary>The same verdict as libcrypto's, by the arithmetic here.</summary>
    internal static bool VerifyByTable(Edwards25519Table table, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Ed25519.SignatureSize || new BigInteger(signature[32..], isUnsigned: true) >= s_order)
        {
            return false;
        }

        byte[] signed = [.. signature[..32], .. publicKey, .. message];
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(signed, hash);
        Span<byte> factor = stackalloc byte[32];
        factor.Clear();
        (new BigInteger(hash, isUnsigned: true) % s_order).TryWriteBytes(factor, out _, isUnsigned: true);

        Span<byte> spelled = stackalloc byte[32];
        table.AddMultiple(Edwards25519Table.Base.AddMultiple(Edwards25519.Neutral, signature[32..]), factor).Write(spelled);
        return spelled.SequenceEqual(signature[..32]);
    }
}
