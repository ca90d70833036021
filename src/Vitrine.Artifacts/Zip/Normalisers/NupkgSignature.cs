namespace Vitrine.Artifacts;

/// <summary>
/// A package's signature: the member <c>.signature.p7s</c> of an archive that is a NuGet package, stored, one CMS signature and
/// nothing more.
/// </summary>
internal static class NupkgSignature
{
    public const string Member = ".signature.p7s";

    public static NormaliserInfo Info { get; } = new("nupkg.signature", 1, ExplanationKind.Signature, "package signature");

    /// <summary>Whether the member is a signature and nothing else; if not, why.</summary>
    public static bool IsSignature(ReadOnlySpan<byte> content, ZipEntry entry, out string why)
    {
        try
        {
            var (length, foreign) = SignedData.Inspect(content);
            why = length != content.Length ? $"{content.Length - length} bytes lie behind the signature"
                : foreign.Count > 0 ? $"{foreign.Sum(f => (long)f.Length)} bytes in it are not signed"
                : entry.Method != 0 ? "it is not stored"
                : "";
            return why.Length == 0;
        }
        catch (ArtifactFormatException fault)
        {
            why = fault.Message;
            return false;
        }
    }
}
