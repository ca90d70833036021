namespace Vitrine.Artifacts;

/// <summary>The order of members, in the file or in the central directory.</summary>
internal static class ZipOrder
{
    public static NormaliserInfo Info { get; } = new("zip.order", 1, ExplanationKind.Metadata, "order of members");
}
