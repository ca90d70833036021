using Microsoft.AspNetCore.Components;

namespace Vitrine.Web;

/// <summary>A page: a component that shows one immutable view and asks nobody for more.</summary>
public abstract class PageOf<TView> : ComponentBase
    where TView : class
{
    [Parameter, EditorRequired]
    public required TView View { get; set; }
}
