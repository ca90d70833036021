using System.Buffers;

namespace Vitrine.Seals;

/// <summary>What a lexer remembers from one line to the next; the default is the start of a file.</summary>
internal record struct LexState
{
    /// <summary>Which of the lexer's own modes goes on; 0 is none.</summary>
    public int Mode { get; set; }

    /// <summary>What ends it.</summary>
    public string? Until { get; set; }

    /// <summary>How deep it is nested, or how far it is indented.</summary>
    public int Depth { get; set; }
}

/// <summary>Cuts the lines of a file into tokens, one line after the other.</summary>
internal abstract class Lexer
{
    /// <summary>What comments, strings and whatever else is no code begin with: a line without these bytes, that nothing goes on into, is code. Null: not known.</summary>
    public virtual SearchValues<byte>? Openers => null;

    /// <summary>Adds the tokens of one line in order; what is between them is plain. Never throws, and looks at each character a bounded number of times.</summary>
    public abstract void Line(string line, ref LexState state, SpanList spans);
}

/// <summary>No tokens.</summary>
internal sealed class PlainLexer : Lexer
{
    public override void Line(string line, ref LexState state, SpanList spans)
    {
    }
}

/// <summary>The tokens of one line; tokens without length are not kept.</summary>
internal sealed class SpanList : List<HighlightSpan>
{
    public void Add(int start, int end, TokenClass kind)
    {
        if (end > start)
        {
            Add(new HighlightSpan(start, end - start, kind));
        }
    }
}
