using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>The outline beside a file.</summary>
public static class ReadingOutline
{
    /// <summary>What the file on the desk defines.</summary>
    public static OutlineView Of(RoomSession session, ReadingRequest request, FileFrame frame, CancellationToken cancellationToken)
    {
        try
        {
            var symbols = session.Tree.Symbols.Outline(frame.Path, cancellationToken);
            var (first, last) = (frame.Lines[0].Number, frame.Lines[^1].Number);
            var depths = new Dictionary<string, int>(StringComparer.Ordinal);
            var entries = symbols.Take(OutlineView.Most).Select(symbol =>
            {
                var isHere = symbol.Line >= first && symbol.Line <= last;
                var isWithin = depths.TryGetValue(Dotted(symbol.Scope ?? ""), out var around);
                var depth = isWithin ? Math.Min(around + 1, OutlineView.Deepest) : 0;
                depths.TryAdd(Dotted(symbol.FullName), depth);
                return new OutlineEntry(isWithin ? symbol.Name : symbol.FullName, symbol.FullName, depth, symbol.Kind, symbol.Line, request.Address(session.Engagement, frame.Path, isHere ? request.From : ReadingModel.FrameOf(symbol.Line), request.Skip, request.Hit, $"L{symbol.Line}"), isHere);
            });
            return new OutlineView([.. entries], symbols.Count, null);
        }
        catch (SymbolsMissingException missing)
        {
            return new OutlineView([], 0, missing.Message);
        }
    }

    // C++ writes a::b in scopes, and the name behind a dot.
    private static string Dotted(string name) => name.Replace("::", ".", StringComparison.Ordinal);
}
