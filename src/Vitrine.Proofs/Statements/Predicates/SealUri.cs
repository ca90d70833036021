namespace Vitrine.Proofs;

/// <summary>A seal as a URI: <c>vitrine:seal:</c> and 64 hexadecimal digits.</summary>
public static class SealUri
{
    private const string Prefix = "vitrine:seal:";

    /// <summary>The URI of the seal with this root.</summary>
    public static string Of(Digest root) => Prefix + root.ToHex();
}
