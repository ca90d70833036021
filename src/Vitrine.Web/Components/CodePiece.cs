using Microsoft.AspNetCore.Components.Rendering;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>Draws a stretch of code: its colour, where a name leads, and every character that would hide spelled out.</summary>
internal static class CodePiece
{
    public static void Add(RenderTreeBuilder builder, CodeSpan span)
    {
        // Out of the order of the tab key: there are thousands, and the search box asks for a name too.
        if (span.Name is { } name)
        {
            builder.OpenElement(9, "a");
            builder.AddAttribute(10, "class", "code-name");
            builder.AddAttribute(11, "href", name.Href);
            builder.AddAttribute(12, "title", VisibleText.Flat(name.Title));
            builder.AddAttribute(13, "tabindex", "-1");
        }

        var colour = Colour(span.Kind);
        if (colour is not null)
        {
            builder.OpenElement(3, "span");
            builder.AddAttribute(4, "class", colour);
        }

        foreach (var piece in VisibleText.Split(span.Text))
        {
            if (piece.Spelled)
            {
                builder.OpenElement(5, "span");
                builder.AddAttribute(6, "class", "spelled");
                builder.AddContent(7, piece.Text);
                builder.CloseElement();
            }
            else
            {
                builder.AddContent(8, piece.Text);
            }
        }

        if (colour is not null)
        {
            builder.CloseElement();
        }

        if (span.Name is not null)
        {
            builder.CloseElement();
        }
    }

    /// <summary>The class of a stretch; what has no colour, and what is spelled out, has none.</summary>
    private static string? Colour(TokenClass kind) => kind switch
    {
        TokenClass.Comment => "s-comment",
        TokenClass.Keyword => "s-keyword",
        TokenClass.Type => "s-type",
        TokenClass.String => "s-string",
        TokenClass.Number => "s-number",
        TokenClass.Name => "s-name",
        _ => null,
    };
}
