using Microsoft.AspNetCore.Components.Rendering;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>Draws a stretch of code: its colour, and every character that would hide spelled out.</summary>
internal static class CodePiece
{
    public static void Add(RenderTreeBuilder builder, CodeSpan span)
    {
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
