using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>The outline beside a file.</summary>
/// <remarks>As in <see cref="NameLinks"/>, a tooltip shows a signature only of a line that the laboratory was shown, or is shown now.</remarks>
public static class ReadingOutline
{
    /// <summary>What the file on the desk defines.</summary>
    public static OutlineView Of(RoomSession session, ReadingRequest request, FileFrame frame, CancellationToken cancellationToken)
    {
        try
        {
            var symbols = session.Tree.Symbols.Outline(frame.Path, cancellationToken);
            var (first, last) = (frame.Lines[0].Number, frame.Lines[^1].Number);
            var delivered = session.Laboratory.DeliveredOf(session.Tree.File(frame.Path).Digest);
            return new OutlineView([.. OutlineRow.Of(symbols.Take(OutlineView.Most)).Select(Entry)], symbols.Count, null);

            OutlineEntry Entry(OutlineRow row)
            {
                if (row.Symbol is not { } symbol)
                {
                    return new OutlineEntry(row.Name, null, 0, "", null, null, Here: false, IsHeading: true);
                }

                var isHere = symbol.Line >= first && symbol.Line <= last;
                return new OutlineEntry(
                    row.Name,
                    isHere || delivered.Contains(symbol.Line) ? Words.Symbol(symbol) : $"{symbol.Kind} {symbol.FullName}",
                    Math.Min(row.Depth, OutlineView.Deepest),
                    symbol.Kind,
                    symbol.Line,
                    request.Address(session.Engagement, frame.Path, isHere ? request.From : ReadingModel.FrameOf(symbol.Line), request.Skip, request.Hit, $"L{symbol.Line}"),
                    isHere,
                    row.IsHeading);
            }
        }
        catch (SymbolsMissingException missing)
        {
            return new OutlineView([], 0, missing.Message);
        }
    }
}
