using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>A line of an outline: a definition, or a heading above definitions.</summary>
/// <param name="Symbol">What it is; null for the heading above what stands in no namespace.</param>
/// <param name="Name">Its name; with what it stands in where that is not above it.</param>
/// <param name="Depth">In how many definitions above it stands.</param>
/// <param name="IsHeading">Whether it is a namespace or package: it is named once, above what it holds, and moves nothing in.</param>
public sealed record OutlineRow(Symbol? Symbol, string Name, int Depth, bool IsHeading)
{
    /// <summary>The outline of definitions, which come by line.</summary>
    public static IReadOnlyList<OutlineRow> Of(IEnumerable<Symbol> symbols)
    {
        var rows = new List<OutlineRow>();
        var headings = new List<Symbol>();
        var above = new List<string>();
        Symbol? shown = null;
        foreach (var symbol in symbols)
        {
            var isHeading = symbol.Kind is "namespace" or "package";
            if (isHeading)
            {
                headings.Add(symbol);
            }

            var heading = isHeading ? symbol : headings.LastOrDefault(one => Holds(one, symbol));
            if (isHeading || heading != shown)
            {
                // Of namespaces that stand right within each other the innermost, whose name has the others', is enough.
                if (isHeading && rows.Count > 0 && rows[^1] is { IsHeading: true, Symbol: { } outer } && Holds(outer, symbol))
                {
                    rows.RemoveAt(rows.Count - 1);
                }

                rows.Add(new OutlineRow(heading, heading?.FullName ?? "Outside namespaces", 0, IsHeading: true));
                shown = heading;
                above.Clear();
            }

            if (!isHeading)
            {
                var scope = Dotted(symbol.Scope ?? "");
                above.RemoveRange(above.LastIndexOf(scope) + 1, above.Count - above.LastIndexOf(scope) - 1);
                rows.Add(new OutlineRow(symbol, above.Count > 0 ? symbol.Name : Within(heading, symbol), above.Count, IsHeading: false));
                above.Add(Dotted(symbol.FullName));
            }
        }

        return rows;
    }

    /// <summary>Whether a heading stands above a definition: for all of the file, by its lines, or because the definition says so.</summary>
    private static bool Holds(Symbol heading, Symbol symbol) =>
        heading.Kind == "package" || (symbol.Line >= heading.Line && symbol.Line <= heading.End)
        || (symbol.Scope is { } scope && (Dotted(scope) + ".").StartsWith(Dotted(heading.FullName) + ".", StringComparison.Ordinal));

    private static string Within(Symbol? heading, Symbol symbol)
    {
        var (name, around) = (symbol.FullName, heading is null ? "" : Dotted(heading.FullName) + ".");
        return around.Length > 0 && Dotted(name).StartsWith(around, StringComparison.Ordinal) ? Dotted(name)[around.Length..] : name;
    }

    // C++ writes a::b in scopes, PHP a\b, and the name behind a dot.
    private static string Dotted(string name) => name.Replace("::", ".", StringComparison.Ordinal).Replace('\\', '.');
}
