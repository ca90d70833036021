using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Seals.Tests;

public sealed class CSharpDefinitionsTests
{
    [Theory]
    [InlineData("class A(Stream s, int n = 3) : B(s)\n{\n    int Twice => n * 2;\n}\n", "1-4 class A(Stream s, int n = 3)\n3-3 property A.Twice")]
    [InlineData("record Point(int X, int Y);\nrecord struct Pair<T>(T A, T B)\n{\n    T Sum() => A;\n}\nsealed record Empty;\n", "1-1 class Point(int X, int Y)\n2-5 struct Pair(T A, T B)\n4-4 method Pair.Sum()\n6-6 class Empty")]
    [InlineData("namespace A.B\n{\n    interface I<in T> where T : class { void Go(T t); }\n}\nnamespace C { enum E : byte { One = 1, Two, [X(3)] Three = Two + 1 } }\n", "1-4 namespace A.B\n3-3 interface A.B.I\n3-3 method A.B.I.Go(T t)\n5-5 namespace C\n5-5 enum C.E\n5-5 enumerator C.E.One\n5-5 enumerator C.E.Two\n5-5 enumerator C.E.Three")]
    [InlineData("class A\n{\n    A() { }\n    ~A() { }\n    public static A operator +(A a, A b) => a;\n    public static bool operator ==(A a, A b) { return true; }\n    public static implicit operator int(A a) => 0;\n    int this[int i] => i;\n    void IDo.It<T>(T t) { }\n}\n",
        "1-10 class A\n3-3 method A.A()\n4-4 method A.~A()\n5-5 method A.operator +(A a, A b)\n6-6 method A.operator ==(A a, A b)\n7-7 method A.operator int(A a)\n8-8 property A.this[int i]\n9-9 method A.It(T t)")]
    [InlineData("class A\n{\n    int a, b = F<int, string>(1, 2), c;\n    Dictionary<int, string> _map = new() { [1] = \"}\" };\n    (int X, int Y) Both() => (a, b);\n    (int, int) _pair;\n    int P { get; set; } = 3;\n    event Action<int>? Done;\n    event Action Other { add { } remove { } }\n    delegate*<int, void> _pointer;\n}\n",
        "1-11 class A\n3-3 field A.a\n3-3 field A.b\n3-3 field A.c\n4-4 field A._map\n5-5 method A.Both()\n6-6 field A._pair\n7-7 property A.P\n8-8 event A.Done\n9-9 event A.Other\n10-10 field A._pointer")]
    [InlineData("class A\n{\n    string _a = \"class X { \\\" }\", _b = @\"class \"\"Y\"\" {\", _c = $\"{(1 > 2 ? \"}\" : $\"{'\"'}\")} {{\";\n    string _d = \"\"\"\n        class Z {\n        \"\"\";\n    char _e = '{'; // class C {\n    /* class D { */ int F() { return '}'; }\n}\nclass B;\n",
        "1-9 class A\n3-3 field A._a\n3-3 field A._b\n3-3 field A._c\n4-6 field A._d\n7-7 field A._e\n8-8 method A.F()\n10-10 class B")]
    [InlineData("#if DEBUG\nclass A : B {\n#elif X\nclass A : C {\n#else\nclass A {\n#endif\n    void F() { }\n}\n", "2-9 class A\n8-8 method A.F()")]
    [InlineData("class A\n{\n#if NET\n    int F() => 1;\n#elif OLD\n    int G() { return 2; }\n#else\n    int F() => 3;\n    class B { }\n#endif\n    int H;\n}\n", "1-12 class A\n4-4 method A.F()\n6-6 method A.G()\n8-8 method A.F()\n9-9 class A.B\n11-11 field A.H")]
    [InlineData("class A\n{\n    void F()\n    {\n#if X\n        if (a) {\n#else\n        if (b) {\n#endif\n        }\n    }\n#if X\n    int G;\n#else\n#if Y\n    int H;\n#else\n    int I;\n#endif\n    int J;\n#endif\n    int K;\n}\n", "1-23 class A\n3-11 method A.F()\n13-13 field A.G\n16-16 field A.H\n18-18 field A.I\n20-20 field A.J\n22-22 field A.K")]
    [InlineData("class A : B\n#if X\n    , IC\n#else\n    , ID\n#endif\n{\n    int F(\n#if X\n        int a\n#else\n        long a\n#endif\n    ) => 1;\n}\n#if Z\n}\n#else\nclass L { }\n", "1-15 class A\n8-14 method A.F( #if X int a #else long a #endif )")]
    [InlineData("using System;\nvar x = new Bar(1);\nx &= new Bar(2).Keeps();\nif (x > 1) { Go(); }\nforeach (var y in z) Do(y);\nreturn Run(x);\nstatic int Run(int x) { return x; }\npartial class Program { }\n", "7-7 method Run(int x)\n8-8 class Program")]
    [InlineData("static class E\n{\n    extension(string s)\n    {\n        public int Size() => s.Length;\n    }\n}\n", "1-7 class E\n5-5 method E.Size()")]
    [InlineData("[Serializable, X(\"]\")]\npublic delegate Task<T> Made<T>(int a);\n[Y] public class @class { [Z(typeof(int))] public required int @int { get; init; } }\n", "2-2 delegate Made(int a)\n3-3 class class\n3-3 property class.int")]
    [InlineData("class A { void F( { } class B { }", "1-1 class A")]
    [InlineData("}}} class A { int X; }", "1-1 class A\n1-1 field A.X")]
    [InlineData("int F(", "")]
    public void Read_Declarations_ToldWithTheirEnds(string text, string expected) =>
        Assert.Equal(expected, string.Join('\n', CSharpDefinitions.Read(Encoding.UTF8.GetBytes(text)).Select(one => $"{one.Line}-{one.End} {one.Kind} {one.FullName}{one.Signature}")));

    // Every type of this repository stands in a file of its name; their members are held against Roslyn's in docs/design/symbols.md.
    [Fact]
    public void Read_ThisRepository_FindsTheTypeOfEachFile()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file).Count(letter => letter == '.') == 1 && Path.GetFileName(file) is not ("Program.cs" or "AssemblyInfo.cs" or "GlobalUsings.cs") && !file.Contains("/obj/", StringComparison.Ordinal)).ToList();
        var found = files.Count(file => CSharpDefinitions.Read(File.ReadAllBytes(file)).Any(symbol => symbol.Name == Path.GetFileNameWithoutExtension(file)));
        Assert.True(found > 0.97 * files.Count, $"{found} of {files.Count}");
    }

    [Fact]
    public void Read_AnyBytes_EndsWithDefinitionsThatLieInTheText()
    {
        string[] pieces = ["class ", "A", "(", ")", "{", "}", "<", ">", "[", "]", ";", "=", "=>", ",", "\"", "\"\"\"", "$\"", "@\"", "'", "\\", "/*", "*/", "//", "\n", "#if\n", "#else\n", "#endif\n", "namespace N", "record ", "enum ", "operator ", "this", "~", "int ", "x", "\u00e9", "\0"];
        Prop.ForAll(Gen.Elements(pieces).ListOf().ToArbitrary(), parts =>
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(parts));
            var lines = text.Count(one => one == '\n') + 1;
            Assert.All(CSharpDefinitions.Read(text), symbol =>
            {
                Assert.InRange(symbol.Line, 1, lines);
                Assert.InRange(symbol.End, symbol.Line, lines);
                Assert.NotEmpty(symbol.Name);
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    [Theory]
    [InlineData("class A{")]
    [InlineData("class A{}")]
    [InlineData("$\"{")]
    [InlineData("#if\n#else\n")]
    [InlineData("<(")]
    [InlineData("a.b<c>(")]
    [InlineData("namespace N;")]
    [InlineData("namespace NNNNNNNNNNNNNNNNNNNNNNNN{class C{int a;}")]
    public void Read_DeepOrLong_TakesMemoryThatGrowsWithTheText(string piece)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = CSharpDefinitions.Read(text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000L * text.Length);
    }
}
