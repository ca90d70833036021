using System.Diagnostics.CodeAnalysis;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>The identity of a seal: the root of the Merkle tree over its salted leaves.</summary>
public readonly record struct SealRoot(Digest Value)
{
    /// <summary>Reads 64 lower-case hexadecimal digits; anything else is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? hex, out SealRoot root)
    {
        var read = Digest.TryParseHex(hex, out var digest);
        root = new SealRoot(digest);
        return read;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToHex();
}

/// <summary>What makes a leaf unguessable: an HMAC under the vendor's domain key.</summary>
public readonly record struct FileSalt(Digest Value)
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToHex();
}

/// <summary>Names a key domain without saying anything of its key: the first 8 bytes of an HMAC, in hexadecimal.</summary>
public readonly record struct DomainId(ulong Value)
{
    /// <summary>16 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x16");
}
