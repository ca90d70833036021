using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>Whether a header (<c>.h</c>) is C or C++, by what stands in it: as C++, <c>struct class</c> and members named <c>new</c> are lost; as C, all that stands in a namespace or a class.</summary>
internal static class HeaderLanguage
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // Lines that only C++ has.
    private static readonly Sign Own = new(
        @"^[ \t]*(template\s*<|(inline\s+)?namespace(\s+[\w:]+)?\s*\{|class\s+\w+\s*(final\s*)?(:[^:]|\{)|using\s+\w+\s*=|(public|private|protected)\s*:\s*$)",
        ["template", "namespace", "class ", "using ", "public:", "private:"]);

    // What C has in comments, or hardly ever: enough where there is C++ beside it.
    private static readonly Sign Likely = new(
        @"\w::~?\w|^[ \t]*(virtual|constexpr|explicit|friend|enum\s+(class|struct))\s|^[ \t]*struct\s+\w+\s*(final\s*)?:[^:]|^[ \t]+[\w*&<>]+[ \t]+[*&]?\w+\([^;{}()]*\)\s*((const|noexcept|override|final)\s*)*\{",
        ["::", "virtual", "constexpr", "explicit", "friend", "enum", "struct"]);

    /// <summary>Whether a file is a header that may be in either, by its name.</summary>
    public static bool IsFor(string path) => path.EndsWith(".h", StringComparison.Ordinal);

    /// <summary>Whether it is C++.</summary>
    /// <param name="header">Its text.</param>
    /// <param name="isAmongCPlusPlus">Whether there are files of C++ beside it.</param>
    public static bool IsCPlusPlus(ReadOnlySpan<byte> header, bool isAmongCPlusPlus) => Own.IsIn(header) || (isAmongCPlusPlus && Likely.IsIn(header));

    private sealed class Sign(string expression, string[] words)
    {
        private readonly Regex _expression = new(expression, Options);
        private readonly ImmutableArray<byte[]> _words = [.. words.Select(Encoding.ASCII.GetBytes)];

        public bool IsIn(ReadOnlySpan<byte> text)
        {
            foreach (var word in _words)
            {
                if (text.IndexOf(word) >= 0)
                {
                    return _expression.IsMatch(Encoding.Latin1.GetString(text));
                }
            }

            return false;
        }
    }
}
