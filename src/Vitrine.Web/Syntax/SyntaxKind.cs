namespace Vitrine.Web;

/// <summary>What a stretch of code is, as far as colour goes.</summary>
public enum SyntaxKind
{
    Plain,
    Comment,
    Keyword,
    Type,
    Text,
    Number,

    /// <summary>A directive, attribute or annotation.</summary>
    Directive,
}
