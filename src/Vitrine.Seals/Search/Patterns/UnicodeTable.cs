using System.Collections.Frozen;
using System.Globalization;

namespace Vitrine.Seals;

/// <summary>
/// Properties and simple case folding of Unicode 14.0, the version of ripgrep 13; .NET's own tables are of another version, and have no scripts.
/// Read from Unicode.txt, which scripts/unicode-table makes and describes.
/// </summary>
internal static class UnicodeTable
{
    private static readonly Lazy<Tables> Read = new(Load);

    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["gc"] = "gc", ["generalcategory"] = "gc", ["sc"] = "sc", ["script"] = "sc", ["scx"] = "scx", ["scriptextensions"] = "scx", ["age"] = "age",
        ["gcb"] = "gcb", ["graphemeclusterbreak"] = "gcb", ["wb"] = "wb", ["wordbreak"] = "wb", ["sb"] = "sb", ["sentencebreak"] = "sb",
    }.ToFrozenDictionary();

    /// <summary>What <c>\w</c> matches.</summary>
    public static CodePoints Word => Read.Value.Sets["word:word"].Value;

    /// <summary>What <c>\d</c> matches.</summary>
    public static CodePoints Digit => Read.Value.Sets["gc:nd"].Value;

    /// <summary>What <c>\s</c> matches.</summary>
    public static CodePoints Space => Read.Value.Sets[":wspace"].Value;

    /// <summary>The set of <c>\p{NAME}</c>: a binary property, a general category or a script; null if there is none.</summary>
    public static CodePoints? Named(string name)
    {
        var normal = Normal(name);

        // These are also names of properties that are not binary.
        return normal is "sc" or "lc" ? null : Find("", normal) ?? Find("gc", normal) ?? Find("sc", normal);
    }

    /// <summary>The set of <c>\p{PROPERTY=VALUE}</c>; null if there is none.</summary>
    public static CodePoints? Valued(string property, string value) => Kinds.TryGetValue(Normal(property), out var kind) ? Find(kind, Normal(value)) : null;

    /// <summary>With every character that is the same when case is ignored.</summary>
    public static CodePoints Fold(CodePoints points)
    {
        var (keys, orbits) = (Read.Value.Keys, Read.Value.Orbits);
        var added = new List<(int From, int To)>();
        foreach (var (from, to) in points.Ranges)
        {
            var at = Array.BinarySearch(keys, from);
            for (at = at < 0 ? ~at : at; at < keys.Length && keys[at] <= to; at++)
            {
                added.AddRange(orbits[at].Select(value => (value, value)));
            }
        }

        return added.Count == 0 ? points : CodePoints.Of(points.Ranges.Concat(added));
    }

    private static CodePoints? Find(string kind, string name) => Read.Value.Sets.TryGetValue($"{kind}:{name}", out var found) ? found.Value : null;

    private static string Normal(string name)
    {
        var letters = string.Concat(name.Where(character => character is not (' ' or '_' or '-'))).ToLowerInvariant();
        return letters.StartsWith("is", StringComparison.Ordinal) && letters.Length > 2 && name.StartsWith("is", StringComparison.OrdinalIgnoreCase) ? letters == "isc" ? "isc" : letters[2..] : letters;
    }

    private static Tables Load()
    {
        var sets = new Dictionary<string, Lazy<CodePoints>>();
        var folds = new SortedDictionary<int, int[]>();
        using var reader = new StreamReader(typeof(UnicodeTable).Assembly.GetManifestResourceStream("Unicode.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var fields = line.Split('\t');
            if (fields[0] == "fold")
            {
                int[] orbit = [.. fields[2].Split(' ').Select(Hex)];
                Array.ForEach(orbit, value => folds.Add(value, orbit));
                continue;
            }

            var set = new Lazy<CodePoints>(() => CodePoints.Of(Ranges(fields[2])));
            foreach (var name in fields[1].Split(','))
            {
                sets.Add($"{fields[0]}:{name}", set);
            }
        }

        return new Tables(sets.ToFrozenDictionary(), [.. folds.Keys], [.. folds.Values]);
    }

    private static IEnumerable<(int From, int To)> Ranges(string text)
    {
        var at = -1;
        foreach (var range in text.Split(' '))
        {
            var hyphen = range.IndexOf('-', StringComparison.Ordinal);
            var from = at + Hex(hyphen < 0 ? range : range[..hyphen]);
            at = from + (hyphen < 0 ? 0 : Hex(range[(hyphen + 1)..]));
            yield return (from, at);
        }
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier);

    private sealed record Tables(FrozenDictionary<string, Lazy<CodePoints>> Sets, int[] Keys, int[][] Orbits);
}
