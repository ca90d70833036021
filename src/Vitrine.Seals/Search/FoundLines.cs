namespace Vitrine.Seals;

/// <summary>A line that matches.</summary>
/// <param name="Place">The file's place in its scope.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Start">Where it begins in the file's text.</param>
/// <param name="Length">Its bytes, without its feed.</param>
/// <param name="MatchStart">Where in the line the first match begins.</param>
/// <param name="MatchEnd">Where that ends.</param>
internal readonly record struct FoundLine(int Place, int Line, long Start, int Length, int MatchStart, int MatchEnd);

/// <summary>What was found in some files that follow each other. Positions only: no copy of what is sealed.</summary>
internal sealed class FoundLines(bool keep)
{

    private bool Keeps => keep;

    /// <summary>The lines, if they are kept.</summary>
    public List<FoundLine> Lines { get; } = [];

    /// <summary>How many lines match.</summary>
    public long LineCount { get; private set; }

    /// <summary>Files with such a line.</summary>
    public int Files { get; set; }

    /// <summary>Files that were excluded or looked at to their end.</summary>
    public int Searched { get; set; }

    /// <summary>Bytes of the files searched.</summary>
    public long Bytes { get; set; }

    /// <summary>Bytes of text that were looked at.</summary>
    public long Looked { get; set; }

    /// <summary>Files that cannot be read.</summary>
    public List<string> Unread { get; } = [];

    /// <summary>Whether the limit came before the end.</summary>
    public bool IsOutOfTime { get; set; }

    /// <summary>The file that follows these.</summary>
    public int Next { get; set; }

    /// <summary>Takes the lines that match of a part of a text, which begins behind so many bytes and line feeds.</summary>
    /// <exception cref="OperationCanceledException">The budget is used up.</exception>
    public void Scan(ReadOnlySpan<byte> text, int place, long offset, long feeds, LineMatcher matcher, QueryBudget budget)
    {
        var sink = new Sink(this, text, place, offset, feeds, matcher, budget);
        matcher.Scan(text, ref sink, budget);
    }

    private ref struct Sink(FoundLines found, ReadOnlySpan<byte> text, int place, long offset, long feeds, LineMatcher matcher, QueryBudget budget) : ILineSink
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private LineWalk _walk = new(text);

        public bool Take(int start, int end)
        {
            found.LineCount++;
            if (found.Keeps)
            {
                matcher.TryFind(_text[start..end], 0, budget, out var matchStart, out var matchEnd);
                found.Lines.Add(new FoundLine(place, (int)Math.Min(int.MaxValue, feeds + _walk.NumberAt(start)), offset + start, end - start, matchStart, matchEnd));
            }

            return true;
        }
    }
}
