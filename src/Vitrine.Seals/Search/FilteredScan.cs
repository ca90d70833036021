namespace Vitrine.Seals;

/// <summary>Matches a regular expression only where a text is that every match of it holds.</summary>
internal sealed class FilteredScan(LineScan required, RegexScan regex) : LineScan
{
    public override void Scan(ReadOnlySpan<byte> text, TakeLine take, SearchLimit limit)
    {
        // Where the required text itself is looked for by the regular expression, its lines are the answer.
        if (ReferenceEquals(required, regex) || (required is FoldedScan folded && folded.IsLeftToOther(text)))
        {
            regex.Scan(text, take, limit);
            return;
        }

        var lines = new List<(int Number, int Start, int End)>();
        required.Scan(text, (number, start, end, _, _) => lines.Add((number, start, end)), limit);
        foreach (var (number, start, end) in lines)
        {
            regex.ScanLine(text[start..end], number, start, take, limit);
        }
    }
}
