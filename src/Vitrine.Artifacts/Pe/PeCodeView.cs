using System.Text;
using System.Text.Unicode;

namespace Vitrine.Artifacts;

/// <summary>
/// The CodeView entry: <c>RSDS</c>, GUID (16), age (4), path of the symbol file in UTF-8, one zero. The signature stays; the
/// path is accepted only as one printable text, so that it holds nothing else. Where two paths differ in length and the image
/// is understood as a whole (<see cref="DotNetLayout"/>), the path is cut.
/// </summary>
internal sealed class PeCodeView()
    : Normaliser<PeImage>("pe.codeview", 1, ExplanationKind.Metadata, "symbol file's id, age and path")
{
    private const int PathOffset = 24;
    private const int LongestPath = 4096;

    public override void Apply(PeImage image, PeImage other, Edits edits)
    {
        var cutPath = DotNetLayout.Applies(image, other);
        foreach (var entry in image.Debug.Where(e => e.Type == PeDebugEntry.CodeView))
        {
            if (PathLength(image, entry) is not { } length)
            {
                continue;
            }

            var path = Encoding.UTF8.GetString(image.View.Slice(entry.DataOffset + PathOffset, length));
            var id = new Guid(image.View.Slice(entry.DataOffset + 4, 16));
            edits.Zero(entry.DataOffset + 4, 20, $"{id} {path}");
            if (cutPath)
            {
                edits.Cut(entry.DataOffset + PathOffset, length);
            }
            else
            {
                edits.Zero(entry.DataOffset + PathOffset, length);
            }
        }
    }

    /// <summary>Bytes of the path without its zero; null where the entry is not exactly of this shape.</summary>
    public static int? PathLength(PeImage image, PeDebugEntry entry)
    {
        if (entry.DataSize is <= PathOffset or > PathOffset + LongestPath)
        {
            return null;
        }

        var data = image.View.Slice(entry.DataOffset, entry.DataSize);
        var path = data[PathOffset..^1];
        var shaped = data.StartsWith("RSDS"u8) && data[^1] == 0
            && !path.ContainsAnyInRange((byte)0, (byte)0x1f) && Utf8.IsValid(path);
        return shaped ? path.Length : null;
    }
}
