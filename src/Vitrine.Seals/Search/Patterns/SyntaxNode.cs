using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>What stands between characters.</summary>
internal enum LookKind
{
    /// <summary>The line begins here.</summary>
    LineStart,

    /// <summary>The line ends here.</summary>
    LineEnd,

    /// <summary>A character of a word on one side alone.</summary>
    WordEdge,

    /// <summary>A character of a word on both sides or neither.</summary>
    NoWordEdge,

    /// <summary>As <see cref="WordEdge"/>, of ASCII.</summary>
    AsciiWordEdge,

    /// <summary>As <see cref="NoWordEdge"/>, of ASCII.</summary>
    NoAsciiWordEdge,
}

/// <summary>A pattern as a tree. Nothing in it matches a line feed.</summary>
/// <param name="Depth">How deep the tree is, from 1.</param>
internal abstract record SyntaxNode(int Depth)
{
    /// <summary>Nothing, which matches everywhere.</summary>
    public sealed record Empty() : SyntaxNode(1);

    /// <summary>One of these characters in UTF-8; or of these bytes.</summary>
    public sealed record Set(CodePoints Points, bool IsBytes) : SyntaxNode(1);

    /// <summary>A condition on the place.</summary>
    public sealed record Look(LookKind Kind) : SyntaxNode(1);

    /// <summary>One after another.</summary>
    public sealed record Sequence(ImmutableArray<SyntaxNode> Items) : SyntaxNode(1 + Items.Max(item => item.Depth));

    /// <summary>One of these, earlier ones first.</summary>
    public sealed record Choice(ImmutableArray<SyntaxNode> Items) : SyntaxNode(1 + Items.Max(item => item.Depth));

    /// <summary>Again and again; without a maximum for ever.</summary>
    public sealed record Repeat(SyntaxNode Item, int Min, int? Max, bool IsLazy) : SyntaxNode(1 + Item.Depth);

    /// <summary>What a match is of what was matched: with whole words, the word without its surroundings.</summary>
    public sealed record Span(SyntaxNode Item) : SyntaxNode(1 + Item.Depth);
}
