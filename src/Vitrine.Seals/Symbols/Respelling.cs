using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>
/// What universal-ctags 5.9 stumbles over, written as it knows it: type parameters of Go, records and sealed types of Java, concepts of C++. Every byte keeps its place and every line its number;
/// what is written otherwise is in no answer but a signature.
/// </summary>
internal static class Respelling
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.CultureInvariant;

    private static readonly ImmutableArray<Rule> Rules =
    [
        // Of a generic struct it loses the members; of its methods it takes the parameter for the type.
        new(".go", "[", @"^\s*(?:type\s+)?\w+(?<blank>\[[^\]\n]*(?:\[[^\]\n]*\][^\]\n]*)*\])\s+(?:struct|interface)\b"),
        new(".go", "[", @"^func\s*\(\s*(?:\w+\s+)?\*?\s*\w+(?<blank>\[[^\]\n]*\])\s*\)"),
        new(".go", "[", @"^func\s+\w+(?<blank>\[[^\]\n]*(?:\[[^\]\n]*\][^\]\n]*)*\])\("),

        // A record is a class; who may extend a type changes nothing in what it defines. Without this all of them are lost, and what stands in them.
        new(".java", "record", @"\b(?<class>record)\s+\w+\s*(?:<[^(){};]*>)?\s*(?<blank>\((?:[^(){};]|\([^(){};]*\))*\))\s*(?:\{|implements\b)"),
        new(".java", "sealed", @"\b(?<blank>(?:non-)?sealed)\s+(?:[a-z]+\s+)*(?:class|interface)\s+\w+"),
        new(".java", "permits", @"\s(?<blank>permits\s[\w.,\s]+)\{"),

        new(".cpp", "::inline", @"::(?<blank>inline)\s"),
        new(".cpp", "concept", @"(?:>|^)\s*(?<bool>concept)\s+\w+\s*="),
    ];

    /// <summary>The text as the parser is to read it.</summary>
    /// <param name="ending">What its name ends with, which tells its language.</param>
    /// <param name="utf8">The text.</param>
    public static ReadOnlyMemory<byte> Of(string ending, ReadOnlyMemory<byte> utf8)
    {
        var language = ending is ".cc" or ".cxx" or ".hh" or ".hpp" or ".hxx" or ".h" or ".ixx" or ".cppm" ? ".cpp" : ending;
        string? letters = null;
        byte[]? written = null;
        foreach (var rule in Rules)
        {
            if (rule.Ending != language || utf8.Span.IndexOf(rule.Sign) < 0)
            {
                continue;
            }

            // A letter a byte: places in one are places in the other.
            letters ??= Encoding.Latin1.GetString(utf8.Span);
            for (var match = rule.Pattern.Match(letters); match.Success; match = match.NextMatch())
            {
                written ??= utf8.ToArray();
                foreach (var group in match.Groups.Cast<Group>().Where(group => group.Success && group.Name != "0"))
                {
                    Write(written.AsSpan(group.Index, group.Length), group.Name == "blank" ? "" : group.Name);
                }
            }
        }

        return written ?? utf8;
    }

    private static void Write(Span<byte> at, string word)
    {
        for (var i = 0; i < at.Length; i++)
        {
            at[i] = i < word.Length ? (byte)word[i] : at[i] is (byte)'\n' or (byte)'\r' ? at[i] : (byte)' ';
        }
    }

    /// <param name="Ending">What the names of the language's files end with.</param>
    /// <param name="Word">A text without which nothing is to be done.</param>
    /// <param name="Expression">What is looked for; its groups are written otherwise: <c>blank</c> with blanks, others with their name.</param>
    private sealed record Rule(string Ending, string Word, string Expression)
    {
        private readonly byte[] _sign = Encoding.ASCII.GetBytes(Word);

        public ReadOnlySpan<byte> Sign => _sign;

        public Regex Pattern { get; } = new(Expression, Options | RegexOptions.ExplicitCapture);
    }
}
