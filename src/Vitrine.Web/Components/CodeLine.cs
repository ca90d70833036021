using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>A line of code as it is shown.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
/// <param name="Seen">What the record says about it before this frame.</param>
/// <param name="Marks">Notes and findings that are anchored to it.</param>
public sealed record CodeLine(
    int Number,
    ImmutableArray<CodeSpan> Spans,
    LineSeen Seen = LineSeen.Never,
    ImmutableArray<LineMark> Marks = default);

/// <summary>A stretch of a line.</summary>
/// <param name="Hit">The number of the search hit that it is or belongs to; null outside hits.</param>
public readonly record struct CodeSpan(string Text, SyntaxKind Kind = SyntaxKind.Plain, int? Hit = null);

public enum LineSeen
{
    Never,
    Delivered,
    DweltOn,
    Reviewed,
}

/// <summary>A note or finding beside a line.</summary>
/// <param name="Title">What it is, for its tooltip and for people who hear the page.</param>
public sealed record LineMark(LineMarkKind Kind, string Title, string Href);

public enum LineMarkKind
{
    Note,
    Finding,
}
