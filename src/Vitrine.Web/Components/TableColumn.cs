using Microsoft.AspNetCore.Components;

namespace Vitrine.Web;

/// <summary>A column of a <see cref="DataTable{TRow}"/>.</summary>
/// <param name="Key">Its name in the address, for sorting.</param>
/// <param name="Title">Its heading, and its label where a row is shown as a card.</param>
/// <param name="Numeric">Set to the right in tabular figures.</param>
/// <param name="Wide">May take the room that others leave.</param>
public sealed record TableColumn<TRow>(
    string Key,
    string Title,
    RenderFragment<TRow> Cell,
    bool Sortable = true,
    bool Numeric = false,
    bool Wide = false);
