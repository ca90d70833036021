using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>
/// Names what differs between two .NET images: references, types, fields, methods, string literals, attributes, resources.
/// </summary>
internal static class DotNetDifferences
{
    private const int MostValueCharacters = 120;

    /// <summary>Adds the differences; none where only the form differs, or where metadata cannot be read.</summary>
    public static void Name(string member, PeImage a, PeImage b, Findings findings)
    {
        if (a.Cli is null || b.Cli is null)
        {
            return;
        }

        AssemblyOutline outlineA, outlineB;
        try
        {
            outlineA = AssemblyOutline.Read(a, a.Cli, findings.Cancellation);
            outlineB = AssemblyOutline.Read(b, b.Cli, findings.Cancellation);
        }
        catch (Exception fault) when (fault is BadImageFormatException or ArtifactFormatException)
        {
            findings.Differ(
                member, DifferenceKind.Bytes, "metadata",
                "what differs cannot be named, since metadata contradict themselves: " + fault.Message);
            return;
        }

        Values(member, DifferenceKind.Reference, outlineA.References, outlineB.References, findings);
        foreach (var (name, partsA, partsB) in Pairs(outlineA.Types, outlineB.Types, (x, y) => x.SequenceEqual(y)))
        {
            findings.Differ(
                member, DifferenceKind.Type, name, OnlyIn(partsA.IsDefault, partsB.IsDefault) ?? Parts(partsA, partsB));
        }

        Values(member, DifferenceKind.Field, outlineA.Fields, outlineB.Fields, findings);
        foreach (var (name, methodA, methodB) in Pairs(outlineA.Methods, outlineB.Methods, Same))
        {
            Method(member, name, methodA, methodB, findings);
        }

        Values(member, DifferenceKind.Attribute, outlineA.Attributes, outlineB.Attributes, findings);
        Values(member, DifferenceKind.Resource, outlineA.Resources, outlineB.Resources, findings);
    }

    private static void Method(string member, string name, OutlinedMethod? a, OutlinedMethod? b, Findings findings)
    {
        if (a is null || b is null)
        {
            findings.Differ(member, DifferenceKind.Method, name, a is null ? "only in B" : "only in A");
            return;
        }

        var sizes = a.CodeSize == b.CodeSize ? $"{a.CodeSize} bytes on both sides" : $"{a.CodeSize} against {b.CodeSize} bytes";
        var what = a.Code != b.Code ? $"its code differs: {sizes}"
            : a.Declaration == b.Declaration ? "only string literals differ"
            : $"its declaration differs: {a.Declaration} against {b.Declaration}";
        findings.Differ(member, DifferenceKind.Method, name, what);
        Strings(member, name, a.Strings, b.Strings, findings);
    }

    /// <summary>String literals that changed: pairs where as many went as came, else each that only one side has.</summary>
    private static void Strings(string member, string name, ImmutableArray<string> a, ImmutableArray<string> b, Findings findings)
    {
        var gone = Without(a, b);
        var come = Without(b, a);
        if (gone.Count == come.Count)
        {
            for (var i = 0; i < gone.Count; i++)
            {
                findings.Differ(member, DifferenceKind.String, name, $"{Quote(gone[i])} became {Quote(come[i])}");
            }

            return;
        }

        gone.ForEach(text => findings.Differ(member, DifferenceKind.String, name, $"{Quote(text)} only in A"));
        come.ForEach(text => findings.Differ(member, DifferenceKind.String, name, $"{Quote(text)} only in B"));
    }

    private static List<string> Without(ImmutableArray<string> these, ImmutableArray<string> those)
    {
        var counts = those.CountBy(text => text, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var left = new List<string>();
        foreach (var text in these)
        {
            if (counts.TryGetValue(text, out var count) && count > 0)
            {
                counts[text] = count - 1;
            }
            else
            {
                left.Add(text);
            }
        }

        return left;
    }

    private static void Values(
        string member, DifferenceKind kind, Dictionary<string, string> a, Dictionary<string, string> b, Findings findings)
    {
        foreach (var (name, valueA, valueB) in Pairs(a, b, string.Equals))
        {
            var what = OnlyIn(valueA is null, valueB is null) ?? $"{Cut(Show(kind, valueA!))} against {Cut(Show(kind, valueB!))}";
            findings.Differ(member, kind, name, what);
        }
    }

    /// <summary>Names that only one side has, or under which the two hold different things, in order.</summary>
    private static IEnumerable<(string Name, T? A, T? B)> Pairs<T>(
        Dictionary<string, T> a, Dictionary<string, T> b, Func<T, T, bool> same) =>
        a.Keys.Union(b.Keys)
            .Where(name => !(a.TryGetValue(name, out var x) && b.TryGetValue(name, out var y) && same(x, y)))
            .Order(StringComparer.Ordinal)
            .Select(name => (name, a.GetValueOrDefault(name), b.GetValueOrDefault(name)));

    private static bool Same(OutlinedMethod a, OutlinedMethod b) =>
        a.Code == b.Code && a.Declaration == b.Declaration && a.Strings.SequenceEqual(b.Strings);

    private static string? OnlyIn(bool notInA, bool notInB) => notInA ? "only in B" : notInB ? "only in A" : null;

    private static string Parts(ImmutableArray<(string Part, string Value)> a, ImmutableArray<(string Part, string Value)> b) =>
        string.Join(", ", a.Zip(b).Where(pair => pair.First != pair.Second).Select(pair => pair.First.Part)) + " differ";

    /// <summary>An attribute's value is bytes; mostly they are a text between some numbers.</summary>
    private static string Show(DifferenceKind kind, string value) => kind == DifferenceKind.Attribute
        ? string.Concat(Convert.FromHexString(value).Where(b => b is >= 0x20 and < 0x7f).Select(b => (char)b))
        : value;

    private static string Cut(string text) => text.Length <= MostValueCharacters ? text : text[..MostValueCharacters] + "…";

    private static string Quote(string text) => $"“{Cut(text)}”";
}
