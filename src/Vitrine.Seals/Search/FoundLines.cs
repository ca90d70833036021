namespace Vitrine.Seals;

/// <summary>A line that matches.</summary>
/// <param name="Place">The file's place in its scope.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Start">Where it begins in the file's text.</param>
/// <param name="Length">Its bytes, without its feed.</param>
/// <param name="MatchStart">Where in the line the first match begins.</param>
/// <param name="MatchEnd">Where that ends.</param>
internal readonly record struct FoundLine(int Place, int Line, long Start, int Length, int MatchStart, int MatchEnd)
{
    /// <summary>Bytes that one takes in a list that grows.</summary>
    public const long Bytes = 64;
}

/// <summary>What was found in some files that follow each other. Positions only: no copy of what is sealed.</summary>
internal sealed class FoundLines
{
    /// <summary>The lines, if they are kept.</summary>
    public List<FoundLine> Lines { get; } = [];

    /// <summary>How many lines match.</summary>
    public long LineCount { get; set; }

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

    /// <summary>Bytes that the lines take of the budget.</summary>
    public long Memory { get; set; }

    /// <summary>Whether a budget was used up before the end.</summary>
    public bool IsOutOfBudget { get; set; }

    /// <summary>The file that follows these.</summary>
    public int Next { get; set; }
}

/// <summary>Adds the lines of a part of a text, which begins behind so many bytes and line feeds of its file.</summary>
internal ref struct FoundInPart(FoundLines found, bool keep, int place, ReadOnlySpan<byte> text, long offset, long feeds, LinePattern pattern, LineMatcher matcher, QueryBudget budget) : ILineSink
{
    // So many lines take their memory at once.
    private const int Lines = 1024;

    private readonly ReadOnlySpan<byte> _text = text;
    private LineWalk _walk = new(text);

    public bool Take(int start, int end)
    {
        if (keep && found.Lines.Count % Lines == 0)
        {
            found.Memory += Lines * FoundLine.Bytes;
            budget.Take(Lines * FoundLine.Bytes);
        }

        found.LineCount++;
        if (keep)
        {
            var line = _text[start..end];
            var matchStart = pattern.Plain?.Find(line) ?? PlainText.Unknown;
            var matchEnd = matchStart + (pattern.Plain?.Length ?? 0);
            if (matchStart < 0)
            {
                matcher.TryFind(line, 0, budget, out matchStart, out matchEnd);
            }

            found.Lines.Add(new FoundLine(place, (int)Math.Min(int.MaxValue, feeds + _walk.NumberAt(start)), offset + start, end - start, matchStart, matchEnd));
        }

        return true;
    }
}
