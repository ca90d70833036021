using System.Globalization;
using System.Text;

namespace Vitrine.Artifacts;

/// <summary>
/// A version resource (VS_VERSIONINFO): nodes of length, value's length, type (2 bytes each), a key in UTF-16 ended by a zero, the value, and
/// nodes within, each aligned to four bytes. The first value is VS_FIXEDFILEINFO of 52 bytes; StringFileInfo holds tables of texts.
/// </summary>
internal sealed class PeVersion(PeImage image, FactsBuilder facts)
{
    private const int Deepest = 4;
    private const int MostNodes = 2_000;
    private const uint FixedSignature = 0xfeef_04bd;

    private int _nodes;

    /// <exception cref="ArtifactFormatException">A node reaches beyond the one around it, or they are too many.</exception>
    public void Read(long start, long size) => Node(start, start + size, 0);

    /// <summary>Reads a node; gives its end.</summary>
    private long Node(long start, long end, int depth)
    {
        var length = image.View.U16(start);
        var valueLength = image.View.U16(start + 2);
        var isText = image.View.U16(start + 4) == 1;
        if (length < 6 || length > end - start || ++_nodes > MostNodes)
        {
            throw image.View.Fault(ArtifactFault.Malformed, start, "the version resource is not of its form");
        }

        end = start + length;
        var key = Text(start + 6, end, out var at);
        at = Align(start, at);
        var valueSize = Math.Min(isText ? valueLength * 2L : valueLength, Math.Max(0, end - at));
        if (depth == 0 && valueSize >= 52 && image.View.U32(at) == FixedSignature)
        {
            facts.Detail("fixed FileVersion", Four(at + 8), at + 8, isAuthor: false);
            facts.Detail("fixed ProductVersion", Four(at + 16), at + 16, isAuthor: false);
        }
        else if (depth == Deepest - 1 && isText)
        {
            facts.Detail(key, Text(at, at + valueSize, out _).Trim(), at, isAuthor: key is "CompanyName" or "LegalCopyright");
        }

        at = Align(start, at + valueSize);
        while (depth + 1 < Deepest && at + 6 <= end && image.View.U16(at) != 0)
        {
            at = Align(start, Node(at, end, depth + 1));
        }

        return end;
    }

    private string Four(long at) => string.Create(
        CultureInfo.InvariantCulture,
        $"{image.View.U16(at + 2)}.{image.View.U16(at)}.{image.View.U16(at + 6)}.{image.View.U16(at + 4)}");

    private string Text(long start, long end, out long next)
    {
        var text = new StringBuilder();
        for (next = start; next + 2 <= end; next += 2)
        {
            var unit = image.View.U16(next);
            if (unit == 0)
            {
                next += 2;
                break;
            }

            text.Append((char)unit);
        }

        return text.ToString();
    }

    private static long Align(long start, long at) => start + ((at - start + 3) & ~3L);
}
