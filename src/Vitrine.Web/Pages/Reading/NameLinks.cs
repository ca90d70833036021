using System.Collections.Immutable;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>
/// Makes names that are defined in the scope into links: to the line that defines a name, or to all its places. A name that is only defined outside the scope is text, as one that is defined nowhere.
/// </summary>
/// <remarks>A tooltip shows a signature only of a line that the laboratory was shown, or is shown now: of any other it gives kind and place, which the list of files and the outline give too.</remarks>
public sealed class NameLinks(RoomSession session, ReadingRequest request, SealedFile file, int from, int to)
{
    /// <summary>Of more definitions it is only said that there are so many.</summary>
    private const int Many = 10;

    private const int LongestName = 200;

    /// <summary>The most links of a frame: lines can be of any length.</summary>
    private const int MostLinks = 5000;

    private readonly Dictionary<string, NameLink?> _known = new(StringComparer.Ordinal);
    private int _links;

    /// <summary>The stretches of a line, with the names among them cut out.</summary>
    public ImmutableArray<CodeSpan> In(ImmutableArray<CodeSpan> spans)
    {
        var result = ImmutableArray.CreateBuilder<CodeSpan>(spans.Length);
        foreach (var span in spans)
        {
            if (span.Kind is TokenClass.Plain or TokenClass.Name or TokenClass.Type)
            {
                Cut(span, result);
            }
            else
            {
                result.Add(span);
            }
        }

        return result.DrainToImmutable();
    }

    private static bool IsLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_' || letter >= 0x80;

    private void Cut(CodeSpan span, ImmutableArray<CodeSpan>.Builder result)
    {
        var (text, plain) = (span.Text, 0);
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && IsLetter(text[end]))
            {
                end++;
            }

            if (_links < MostLinks && end - start is > 1 and <= LongestName && !char.IsAsciiDigit(text[start]) && Link(text[start..end]) is { } link)
            {
                if (start > plain)
                {
                    result.Add(span with { Text = text[plain..start] });
                }

                result.Add(span with { Text = text[start..end], Name = link });
                plain = end;
                _links++;
            }

            start = Math.Max(end, start + 1);
        }

        if (plain < text.Length)
        {
            result.Add(span with { Text = text[plain..] });
        }
    }

    private NameLink? Link(string name)
    {
        if (!_known.TryGetValue(name, out var link))
        {
            var places = session.Tree.Symbols.Known(name, Many + 1);
            _known.Add(name, link = places.Count switch
            {
                0 => null,
                1 => One(name, places[0].File, places[0].Symbol),
                > Many => new NameLink(request.AddressOfName(name), $"More than {Many} definitions"),
                var count => new NameLink(request.AddressOfName(name), $"{count} definitions"),
            });
        }

        return link;
    }

    private NameLink One(string name, SealedFile there, Symbol symbol)
    {
        var isHere = there.Digest == file.Digest && symbol.Line >= from && symbol.Line <= to;
        var isShown = isHere || session.Laboratory.DeliveredOf(there.Digest).Contains(symbol.Line);
        var place = $"{there.Path}:{symbol.Line}";
        return new NameLink(
            request.AddressOfName(name, there.Path, isHere ? from : ReadingModel.FrameOf(symbol.Line), $"L{symbol.Line}"),
            isShown ? $"{Words.Symbol(symbol)}, {place}" : $"{symbol.Kind}, {place}");
    }
}
