namespace Vitrine.Artifacts;

/// <summary>
/// What follows from the length of the symbol file's path, which stands before import table, start-up stub and initial data of
/// fields: their RVAs, the zeros that align them, sizes and places of sections. Only for images laid out as C#'s compiler does,
/// and only where the two paths differ in length; the path is then cut, and every place is rewritten for the image without it.
/// </summary>
internal sealed class DotNetLayout()
    : Normaliser<PeImage>("dotnet.layout", 1, ExplanationKind.Derived, "places behind the symbol file's path")
{
    public override void Apply(PeImage image, PeImage other, Edits edits)
    {
        if (Applies(image, other))
        {
            image.Layout!.Rewrite(edits);
        }
    }

    /// <summary>
    /// Whether the two images differ in the length of that path, and all that lies behind it is understood in both.
    /// </summary>
    public static bool Applies(PeImage a, PeImage b) =>
        PathLength(a) is { } lengthA && PathLength(b) is { } lengthB && lengthA != lengthB
        && a.Layout is not null && b.Layout is not null;

    private static int? PathLength(PeImage image) =>
        image.Debug.Where(e => e.Type == PeDebugEntry.CodeView).ToArray() is [var only]
            ? PeCodeView.PathLength(image, only)
            : null;
}
