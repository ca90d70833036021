using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Vitrine.Web;

/// <summary>Renders what a frame shows of sealed content, so that its digest is on record before any of it is sent.</summary>
/// <remarks>The same components draw the page: the same seal, request, mark and renderer give the same bytes.</remarks>
public sealed class FrameRenderer(IServiceProvider services, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly HtmlRenderer _renderer = new(services, loggers);

    /// <summary>The files' names, the lines and the hits of a view, as HTML in UTF-8.</summary>
    public Task<byte[]> RenderAsync(ReadingView view) => _renderer.Dispatcher.InvokeAsync(async () =>
    {
        var html = new StringBuilder();
        html.Append(await PartAsync<FileTree>((nameof(FileTree.Nodes), view.Tree)));
        if (view.File is { Refusal: null } file)
        {
            html.Append(await PartAsync<CodeFrame>((nameof(CodeFrame.Label), file.Path), (nameof(CodeFrame.Lines), file.Lines), (nameof(CodeFrame.CurrentHit), view.Search?.Current)));
        }

        if (view.Outline is not null)
        {
            html.Append(await PartAsync<OutlineList>((nameof(OutlineList.Outline), view.Outline)));
        }

        if (view.Search is not null)
        {
            html.Append(await PartAsync<SearchResults>((nameof(SearchResults.Search), view.Search with { Took = TimeSpan.Zero })));
        }

        return Encoding.UTF8.GetBytes(html.ToString());
    });

    /// <summary>The files that changed, or the lines of one, as HTML in UTF-8.</summary>
    public Task<byte[]> RenderAsync(ChangesView view) => _renderer.Dispatcher.InvokeAsync(async () => Encoding.UTF8.GetBytes(
        view.List is { } list ? await PartAsync<ChangeTable>((nameof(ChangeTable.List), list))
        : view.File is { Refusal: null } file ? await PartAsync<DiffFrame>((nameof(DiffFrame.Places), file.Places))
        : ""));

    /// <summary>The whole page of changes, as it is sent.</summary>
    public Task<byte[]> RenderPageAsync(ChangesView view) => _renderer.Dispatcher.InvokeAsync(async () => Encoding.UTF8.GetBytes(await PartAsync<ChangesPage>((nameof(ChangesPage.View), view))));

    /// <summary>The whole page, as it is sent.</summary>
    public Task<byte[]> RenderPageAsync(ReadingView view) => _renderer.Dispatcher.InvokeAsync(async () => Encoding.UTF8.GetBytes(await PartAsync<ReadingPage>((nameof(ReadingPage.View), view))));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _renderer.DisposeAsync();

    private async Task<string> PartAsync<TPart>(params (string Name, object? Value)[] parameters)
        where TPart : IComponent =>
        (await _renderer.RenderComponentAsync<TPart>(ParameterView.FromDictionary(parameters.ToDictionary(pair => pair.Name, pair => pair.Value)))).ToHtmlString();
}
