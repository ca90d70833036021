using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>Constants and unions of Rust, which universal-ctags 5.9 does not know; read from lines that begin so.</summary>
internal static partial class RustNames
{
    private const int LongestName = 256;

    /// <summary>Whether a file of this name is Rust.</summary>
    public static bool IsFor(string name) => name.EndsWith(".rs", StringComparison.OrdinalIgnoreCase);

    /// <summary>The definitions of a text with its constants and unions, by line.</summary>
    public static List<Symbol> Mend(IReadOnlyList<Symbol> symbols, ReadOnlySpan<byte> text)
    {
        List<Symbol> mended = [.. symbols];
        var (number, at) = (1, 0);
        var letters = Encoding.Latin1.GetString(text);
        for (var match = Declaration.Match(letters); match.Success && mended.Count < SymbolReader.MaxSymbols; match = match.NextMatch())
        {
            var name = match.Groups["name"];
            if (name is { Length: <= LongestName, Value: not "_" })
            {
                number += text[at..name.Index].Count((byte)'\n');
                at = name.Index;
                mended.Add(new Symbol(Encoding.UTF8.GetString(text.Slice(name.Index, name.Length)), match.Groups["union"].Success ? "union" : "constant", number, number, null, null));
            }
        }

        return [.. mended.OrderBy(symbol => symbol.Line)];
    }

    [GeneratedRegex(@"^[ \t]*(pub(\([^)\n]*\))?[ \t]+)?(const[ \t]+(?<name>[\w\x80-\xff]+)[ \t]*:|(?<union>union)[ \t]+(?<name>[\w\x80-\xff]+)[ \t\n]*[<{])", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Declaration { get; }
}
