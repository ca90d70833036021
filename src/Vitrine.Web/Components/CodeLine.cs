using System.Collections.Immutable;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>A line of code as it is shown.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
/// <param name="Delivered">Whether the record says, before this frame, that somebody was shown it.</param>
/// <param name="Marks">Notes and findings that are anchored to it.</param>
public sealed record CodeLine(
    int Number,
    ImmutableArray<CodeSpan> Spans,
    bool Delivered = false,
    ImmutableArray<LineMark> Marks = default);

/// <summary>A stretch of a line.</summary>
/// <param name="Hit">The number of the search hit that it is or belongs to; null outside hits.</param>
/// <param name="Name">Where it leads, if it is a name that is defined in the scope.</param>
public readonly record struct CodeSpan(string Text, TokenClass Kind = TokenClass.Plain, int? Hit = null, NameLink? Name = null);

/// <summary>Where a name in code leads.</summary>
/// <param name="Href">The address.</param>
/// <param name="Title">What is known of it, for its tooltip.</param>
public sealed record NameLink(string Href, string Title);

/// <summary>A note or finding beside a line.</summary>
/// <param name="Title">What it is, for its tooltip and for people who hear the page.</param>
public sealed record LineMark(LineMarkKind Kind, string Title, string Href);

public enum LineMarkKind
{
    Note,
    Finding,
}
