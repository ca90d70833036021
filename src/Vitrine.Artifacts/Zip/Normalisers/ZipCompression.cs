namespace Vitrine.Artifacts;

/// <summary>
/// How a member is packed: method, flag bits 1 and 2, the packed bytes. Explained only once both sides are unpacked and equal.
/// </summary>
internal static class ZipCompression
{
    public static NormaliserInfo Info { get; } = new(
        "zip.compression", 1, ExplanationKind.Metadata, "method or level of compression");
}
