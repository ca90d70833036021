using Vitrine.Seals;

namespace Vitrine.Web.Tests;

public sealed class OutlineRowTests
{
    [Fact]
    public void Of_NamespaceOfAFile_IsAHeadingAndMovesNothingIn() => Assert.Equal(
        ["# a.b", "0 C", "1 D", "2 e", "1 f"],
        Shape(new("a.b", "namespace", 1, 1, null, null), new("C", "class", 2, 9, null, "a.b"), new("D", "class", 3, 5, null, "a.b.C"), new("e", "field", 4, 4, null, "a.b.C.D"), new("f", "method", 6, 8, "()", "a.b.C")));

    [Fact]
    public void Of_NamespacesInBlocks_NamesEachAboveWhatItHolds() => Assert.Equal(
        ["0 M", "# fwd", "# a.b", "0 X", "1 f", "0 N", "0 g", "# a", "0 h", "# (anonymous)", "0 k", "# Outside namespaces", "0 main", "# a.b", "0 X.z"],
        Shape(
            new("M", "macro", 1, 1, null, null),
            new("fwd", "namespace", 2, 2, null, null),
            new("a", "namespace", 3, 10, null, null),
            new("b", "namespace", 4, 8, null, "a"),
            new("X", "class", 5, 5, null, "a::b"),
            new("f", "function", 5, 5, "(int y)", "a::b::X"),
            new("N", "macro", 6, 6, null, null),
            new("g", "function", 7, 7, "()", "a::b"),
            new("h", "function", 9, 9, "()", "a"),
            new("(anonymous)", "namespace", 11, 11, null, null),
            new("k", "variable", 11, 11, null, "(anonymous)"),
            new("main", "function", 12, 12, "()", null),
            new("z", "function", 13, 13, "()", "a::b::X")));

    [Fact]
    public void Of_PackageWhoseNameScopesLack_StandsAboveAllOfTheFile() => Assert.Equal(
        ["# com.x", "0 A", "1 f", "0 B"],
        Shape(new("com.x", "package", 1, 1, null, null), new("A", "class", 2, 4, null, null), new("f", "method", 3, 3, "()", "A"), new("B", "class", 5, 5, null, null)));

    [Fact]
    public void Of_MemberAwayFromItsType_IsNamedWithIt() => Assert.Equal(
        ["# main", "0 T", "1 F", "0 U", "0 T.G"],
        Shape(
            new("main", "package", 1, 1, null, null), new("T", "struct", 2, 2, null, "main"), new("F", "func", 3, 3, "()", "main.T"), new("U", "struct", 4, 4, null, "main"), new("G", "func", 5, 5, "()", "main.T")));

    [Fact]
    public void Of_NoNamespace_HasNoHeading() => Assert.Equal(["0 f", "0 g"], Shape(new("f", "function", 1, 3, "(void)", null), new("g", "function", 5, 9, "(void)", null)));

    private static IEnumerable<string> Shape(params Symbol[] symbols) => OutlineRow.Of(symbols).Select(row => row.IsHeading ? $"# {row.Name}" : $"{row.Depth} {row.Name}");
}
