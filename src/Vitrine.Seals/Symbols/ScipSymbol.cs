using System.Text;

namespace Vitrine.Seals;

/// <summary>The name of a symbol in SCIP: <c>scheme manager package version descriptors</c>, a descriptor being a name and a sign of its kind.</summary>
/// <param name="Name">The last descriptor's name.</param>
/// <param name="Scope">The names of types and functions it stands in.</param>
/// <param name="Kind">What its sign says.</param>
internal sealed record ScipSymbol(string Name, string? Scope, string Kind)
{
    private const int MostDescriptors = 100;

    /// <summary>Reads it; null for locals, parameters, and what is not written so.</summary>
    public static ScipSymbol? Parse(string text)
    {
        var at = text.StartsWith("local ", StringComparison.Ordinal) ? -1 : Descriptors(text);
        if (at < 0)
        {
            return null;
        }

        var (name, kind, scope) = (default(string), "symbol", new List<string>());
        var isInType = false;
        for (var count = 0; at < text.Length; count++)
        {
            if (name is not null && kind != "namespace")
            {
                scope.Add(name);
                isInType |= kind == "type";
            }

            if (count == MostDescriptors || text[at] is '(' or '[' || TakeName(text, ref at) is not { Length: > 0 } next || at == text.Length)
            {
                return null;
            }

            name = next;
            switch (text[at++])
            {
                case '/':
                    kind = "namespace";
                    break;
                case '#':
                    kind = "type";
                    break;
                case '.':
                    kind = isInType ? "member" : "variable";
                    break;
                case '!':
                    kind = "macro";
                    break;
                case ':':
                    kind = "symbol";
                    break;
                case '(' when text.IndexOf(").", at, StringComparison.Ordinal) is >= 0 and var close:
                    (kind, at) = (isInType ? "method" : "function", close + 2);
                    break;
                default:
                    return null;
            }
        }

        return name is null ? null : new ScipSymbol(name, scope.Count == 0 ? null : string.Join('.', scope), kind);
    }

    /// <summary>The word of a kind of SCIP's schema, as parsers say it; null for those that it does not name.</summary>
    public static string? KindWord(int kind) => kind switch
    {
        7 => "class",
        8 => "constant",
        9 => "constructor",
        11 => "enum",
        12 => "enumerator",
        15 or 77 or 79 => "field",
        17 => "function",
        21 => "interface",
        25 => "macro",
        26 or 66 or 67 or 68 or 69 or 70 or 80 => "method",
        29 => "module",
        30 => "namespace",
        35 => "package",
        41 or 81 => "property",
        49 => "struct",
        53 => "trait",
        54 => "type",
        55 => "alias",
        59 => "union",
        61 or 82 => "variable",
        _ => null,
    };

    /// <summary>Where the descriptors begin: behind four fields that end at single blanks (two are one of the field's own).</summary>
    private static int Descriptors(string text)
    {
        var at = 0;
        for (var field = 0; field < 4; field++)
        {
            while (true)
            {
                var blank = text.IndexOf(' ', at);
                if (blank < 0)
                {
                    return -1;
                }

                at = blank + 1;
                if (at == text.Length || text[at] != ' ')
                {
                    break;
                }

                at++;
            }
        }

        return at;
    }

    /// <summary>A name: letters, digits, <c>_+-$</c>; or anything between backticks, of which two are one.</summary>
    private static string? TakeName(string text, ref int at)
    {
        var name = new StringBuilder();
        if (text[at] != '`')
        {
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '+' or '-' or '$'))
            {
                name.Append(text[at++]);
            }

            return name.ToString();
        }

        for (at++; at < text.Length; at++)
        {
            if (text[at] != '`')
            {
                name.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '`')
            {
                name.Append(text[++at]);
            }
            else
            {
                at++;
                return name.ToString();
            }
        }

        return null;
    }
}
