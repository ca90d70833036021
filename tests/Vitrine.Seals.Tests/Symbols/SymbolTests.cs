using System.Diagnostics;
using System.Text;

namespace Vitrine.Seals.Tests;

public sealed class SymbolTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramTheory("ctags")]
    [InlineData("a.c", "#define MOST 3\nstruct node { int value; };\nstatic int next(struct node *n)\n{\n\treturn n->value;\n}\n", "1 macro MOST\n2 struct node\n2 member node.value\n3 function next(struct node * n)")]
    [InlineData("a.cpp", "namespace geo {\nclass Shape {\npublic:\n  double area() const { return 0; }\n};\ntemplate <class T> T twice(T a) { return a + a; }\n}\n", "1 namespace geo\n2 class geo.Shape\n4 function geo::Shape.area() const\n6 function geo.twice(T a)")]
    [InlineData("a.cs", "namespace N;\npublic sealed class Reader\n{\n    private readonly int _at;\n    public int Twice(int a) => a * 2;\n    private static async Task<List<int>> Get(string s) => await Y(s);\n}\n", "1 namespace N\n2 class N.Reader\n4 field N.Reader._at\n5 method N.Reader.Twice(int a)\n6 method N.Reader.Get(string s)")]
    [InlineData("A.java", "package p;\npublic class A {\n  private final int n = 1;\n  int get(int i) { return n + i; }\n}\n", "1 package p\n2 class A\n3 field A.n\n4 method A.get(int i)")]
    [InlineData("a.go", "package p\ntype T struct { A int }\nfunc (t *T) Get(i int) int { return t.A + i }\n", "1 package p\n2 struct p.T\n2 member p.T.A\n3 func p.T.Get(i int)")]
    [InlineData("a.rs", "pub struct Point { x: i32 }\nimpl Point {\n    fn sum(&self, y: i32) -> i32 { self.x + y }\n}\n", "1 struct Point\n1 field Point.x\n2 implementation Point\n3 method Point.sum(&self, y: i32) -> i32")]
    [InlineData("a.py", "class A:\n    def get(self, i):\n        return i\n\ndef free(a, b=1):\n    return a\n", "1 class A\n2 member A.get(self, i)\n5 function free(a, b=1)")]
    [InlineData("a.js", "class A {\n  take(i) { return i; }\n  get(i) { return i; }\n}\nfunction free(a) { return a; }\n", "1 class A\n2 method A.take(i)\n3 method A.get(i)\n5 function free(a)")]
    [InlineData("a.ts", "interface Shape { area: number; }\nexport class A {\n  get(i: number): number { return i; }\n}\nfunction free(a: string) { return a; }\n", "1 interface Shape\n1 property Shape.area\n2 class A\n3 method A.get(i: number)\n5 function free(a: string)")]
    [InlineData("generic.go", "package p\ntype Pair[K comparable, V map[string]int] struct { Key K }\ntype Num interface { ~int | ~float64 }\ntype (\n\tOne[T any] struct { f T }\n)\nfunc (p *Pair[K, V]) Put(k K) {}\nfunc Map[T, U any](xs []T, f func(T) U) []U { return nil }\n", "1 package p\n2 struct p.Pair\n2 member p.Pair.Key\n3 interface p.Num\n5 struct p.One\n5 member p.One.f\n7 func p.Pair.Put(k K)\n8 func p.Map(xs []T, f func(T) U)")]
    [InlineData("R.java", "public record R<T>(int x, @Ann(1) T y) implements C {\n  R { check(x); }\n  double len() { return 0; }\n}\nsealed interface Shape\n    permits A, B { double area(); }\nnon-sealed class A implements Shape { int f; class In { void go() {} } }\nfinal class S { int sealed = 1, permits; String t = \"\"\"\n class Not { }\n \"\"\"; int after() { return 1; } }\n", "1 class R\n3 method R.len()\n5 interface Shape\n6 method Shape.area()\n7 class A\n7 field A.f\n7 class A.In\n7 method A.In.go()\n8 class S\n8 field S.sealed\n8 field S.permits\n8 field S.t\n10 method S.after()")]
    [InlineData("a.hpp", "namespace a::b::inline v1 { struct Deep { int x; }; }\ntemplate <class T> concept Small = sizeof(T) < 8;\ntemplate <Small T, int N = 3> class Box : public Base<T> {\n  explicit Box(T t) : t_{t} {}\n  T operator()(int i) const { return t_; }\n  operator bool() const { return true; }\n  using value_type = T;\n  T t_;\n};\ntemplate <typename T> Box<T>::~Box() noexcept {}\nauto R = R\"x(class Not { void nope(); };)x\";\nint operator\"\" _km(unsigned long long v) { return 1; }\n", "1 namespace a\n1 namespace a.b\n1 namespace a::b.v1\n1 struct a::b::v1.Deep\n1 member a::b::v1::Deep.x\n2 variable Small\n3 class Box\n4 function Box.Box(T t)\n5 function Box.operator ()(int i) const\n6 function Box.operator bool() const\n7 typedef Box.value_type\n8 member Box.t_\n10 function Box.~Box()\n11 variable R\n12 function operator \"\"_km(unsigned long long v)")]
    [InlineData("alone.h", "#pragma once\nclass Shape\n{\npublic:\n    int area() const { return 1; }\n};\n", "2 class Shape\n5 function Shape.area() const")]
    [InlineData("unnamed.c", "enum { ONE };\nstruct s { union { int a; } u; };\n", "1 enum (anonymous)\n1 enumerator (anonymous).ONE\n2 struct s\n2 union s.(anonymous)\n2 member s::(anonymous).a\n2 member s.u")]
    [InlineData("plain.h", "struct item { int class; int new; };\n", "1 struct item\n1 member item.class\n1 member item.new")]
    [InlineData("b.rs", "pub const MOST: usize = 3;\nconst _: () = ();\npub(crate) union Word { a: u32, b: f32 }\ntrait T<X> where X: Copy { const K: u32; type Item; fn need(&self) -> X; }\nimpl<'a, X: Copy> T<X> for Vec<&'a X> {\n    const K: u32 = 3;\n    fn need(&self) -> X { *self[0] }\n}\npub const fn early() {}\nmacro_rules! make { ($x:expr) => { fn inner() {} }; }\nfn raw() { let s = r#\"fn not() {}\"#; let c = '\"'; }\nfn last() {}\n",
        "1 constant MOST\n3 union Word\n4 interface T\n4 typedef T.Item\n4 method T.need(&self) -> X\n5 implementation Vec\n6 constant K\n7 method Vec.need(&self) -> X\n9 function early()\n10 macro make\n11 function raw()\n12 function last()")]
    [InlineData("tool", "#!/usr/bin/python3\ndef main():\n    pass\n", "2 function main()")]
    public async Task Outline_EachLanguage_TellsWhatTheFileDefines(string path, string text, string expected)
    {
        using var seal = await OpenAsync((path, text));
        var outline = seal.Whole.Symbols.Outline(path, CancellationToken.None);
        Assert.Equal(expected, string.Join('\n', outline.Select(symbol => $"{symbol.Line} {symbol.Kind} {symbol.FullName}{symbol.Signature}")));
    }

    // The names of a whole seal are read while others search.
    [ProgramFact("ctags")]
    public void Read_TheParser_GivesWayToWhoeverAsks()
    {
        using var reader = new SymbolReader();
        Assert.NotNull(reader.Read("a.c", "int one;\n"u8.ToArray(), true, CancellationToken.None));

        // Other tests may have begun parsers too, and one may just be starting, or ending.
        var mine = Process.GetProcessesByName("ctags").Where(one => File.ReadAllText($"/proc/{one.Id}/stat").Split(") ")[1].Split(' ') is [not "Z", var parent, ..] && parent == $"{Environment.ProcessId}");
        Assert.Contains(mine, one => one.PriorityClass == ProcessPriorityClass.BelowNormal);
    }

    [ProgramFact("ctags")]
    public async Task Find_NamesThatMacrosMake_AreFoundWhereTheMacroStands()
    {
        const string text = "SYSCALL_DEFINE3(read, unsigned int, fd, char __user *, buf, size_t, count)\n{\n\treturn ksys_read(fd, buf, count);\n}\nstatic DEFINE_MUTEX(lock);\nDEFINE_PER_CPU(int, hits);\nEXPORT_SYMBOL_GPL(other);\nLIST_HEAD(things);\n";
        using var seal = await OpenAsync(("a.c", text), ("b.c", "static int f(void) { mutex_lock(&lock); return read(1); } /* lock */\n"));
        foreach (var hasTable in (bool[])[false, true])
        {
            if (hasTable)
            {
                seal.Whole.Symbols.Build();
            }

            Assert.Equal("a.c:1 function", Places(seal.Whole, "sys_read", NameLook.Definitions));
            Assert.Equal("a.c:5 variable\nb.c:1", Places(seal.Whole, "lock", NameLook.Both));
            Assert.Equal("a.c:6 variable", Places(seal.Whole, "hits", NameLook.Definitions));
            Assert.Equal("a.c:8 variable", Places(seal.Whole, "things", NameLook.Definitions));
            Assert.Equal("", Places(seal.Whole, "other", NameLook.Definitions));
        }
    }

    [ProgramFact("ctags")]
    public async Task Find_HeadersOfBothLanguages_AreReadAsWhatTheyAre()
    {
        using var seal = await OpenAsync(
            ("main.cpp", "int main() { return 0; }\n"),
            ("device.h", "struct class {\n\tint new;\n};\nstatic inline int private(struct class *template)\n{\n\tif (template) {\n\t\treturn 1;\n\t}\n}\n"),
            ("pair.h", "struct Pair {\n    int both() const { return 1; }\n};\n"),
            ("text.h", "inline std::string told() { return {}; }\nenum class Mode { On };\n"));
        Assert.Equal("device.h:1 struct", Places(seal.Whole, "class", NameLook.Definitions));
        Assert.Equal("device.h:2 member", Places(seal.Whole, "new", NameLook.Both));
        Assert.Equal("device.h:4 function", Places(seal.Whole, "private", NameLook.Definitions));
        Assert.Equal("pair.h:2 function", Places(seal.Whole, "both", NameLook.Definitions));
        Assert.Equal("text.h:2 enum", Places(seal.Whole, "Mode", NameLook.Definitions));
        Assert.Equal(["C++", "C", "C++", "C++"], ((string[])["main.cpp", "device.h", "pair.h", "text.h"]).Select(path => seal.Whole.Symbols.LanguageOf(path, seal.Whole.Text(path).Bytes.Span).Name));
    }

    [Theory]
    [InlineData("a.h", "template <typename T> struct A { };\n", "C++")]
    [InlineData("a.h", "struct class { int new; };\n", "C")]
    [InlineData("a.hpp", "struct A { };\n", "C++")]
    [InlineData("a.hh", "struct A { };\n", "C++")]
    [InlineData("run", "#!/bin/sh\n", "Shell")]
    [InlineData("notes", "nothing\n", "Text")]
    public async Task LanguageOf_AFile_IsWhatItsDefinitionsAreReadAs(string path, string text, string expected)
    {
        using var seal = await OpenAsync((path, text));
        Assert.Equal(expected, seal.Whole.Symbols.LanguageOf(path, seal.Whole.Text(path).Bytes.Span).Name);
    }

    [Fact]
    public async Task Lines_OfAHeaderInCPlusPlus_AreColouredAsSuchAlsoFurtherDown()
    {
        using var seal = await OpenAsync(("a.h", "class A {\n    const char *text = R\"(one\ntwo // no comment\n)\";\n    virtual ~A();\n};\n"));
        var (symbols, text) = (seal.Whole.Symbols, seal.Whole.Text("a.h"));
        symbols.Build();
        var language = symbols.LanguageOf("a.h", text.Bytes.Span);
        var lines = symbols.Lines("a.h", text, language, 3, 3).ToList();
        Assert.Equal(TokenClass.String, Assert.Single(lines[0].Spans).Class);
        Assert.Contains(lines[2].Spans, span => span.Class == TokenClass.Keyword && lines[2].Text.Substring(span.Start, span.Length) == "virtual");
    }

    [ProgramFact("ctags")]
    public async Task Find_OutsideTheScope_IsAsIfItWereNowhere()
    {
        using var seal = await OpenAsync(("open/a.c", "int shown(void) { return hidden(); }\n"), ("secret/b.c", "int hidden(void) { return shown(); }\n"));
        var room = seal.In(Scope.Of(["/open/"], []));
        room.Symbols.Build();
        Assert.Equal("", Places(room, "hidden", NameLook.Definitions));
        Assert.Equal("open/a.c:1", Places(room, "hidden", NameLook.References));
        Assert.Equal("", Places(room, "shown", NameLook.References));
        Assert.Empty(room.Symbols.Known("hidden", 1));
        Assert.Single(room.Symbols.Known("shown", 1));
        Assert.Equal((1, true), (room.Symbols.Reach.Files, room.Symbols.Reach.IsWhole));
        Assert.Throws<SealFileNotFoundException>(() => room.Symbols.Outline("secret/b.c", CancellationToken.None));
    }

    [ProgramFact("ctags")]
    public async Task Find_QualifiedName_IsTheOneThatStandsThere()
    {
        using var seal = await OpenAsync(("a.py", "class A:\n    def get(self): pass\nclass B:\n    def get(self): pass\n"), ("b.cpp", "namespace n { struct S { int get() { return 1; } }; }\n"));
        Assert.Equal("a.py:4 member", Places(seal.Whole, "B.get", NameLook.Definitions));
        Assert.Equal("b.cpp:1 function", Places(seal.Whole, "n::S::get", NameLook.Definitions));
        Assert.Equal("a.py:2 member\na.py:4 member\nb.cpp:1 function", Places(seal.Whole, "get", NameLook.Definitions));
    }

    [ProgramFact("ctags")]
    public async Task Find_SameContentTwice_IsAtBothPlaces()
    {
        using var seal = await OpenAsync(("a/x.c", "int twin;\n"), ("b/x.c", "int twin;\n"));
        seal.Whole.Symbols.Build();
        Assert.Equal("a/x.c:1 variable\nb/x.c:1 variable", Places(seal.Whole, "twin", NameLook.Definitions));
    }

    [ProgramFact("ctags")]
    public async Task Find_LinesFarFromTheBeginning_KnowsWhatIsCommentAndString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 400; i++)
        {
            text.Append("int a").Append(i).Append("; // target\n/*\n target\n */ char *s").Append(i).Append(" = \"target\"; use(target);\n");
        }

        using var seal = await OpenAsync(("a.c", text.ToString()));
        var expected = string.Join('\n', Enumerable.Range(1, 400).Select(i => $"a.c:{i * 4}"));
        Assert.Equal(expected, Places(seal.Whole, "target", NameLook.References));
        seal.Whole.Symbols.Build();
        Assert.Equal(expected, Places(seal.Whole, "target", NameLook.References));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\nfeed")]
    public async Task Find_NoName_IsRefused(string name)
    {
        using var seal = await OpenAsync(("a.c", "int a;\n"));
        Assert.Contains("A name has 1 to 256 characters", Assert.Throws<SearchPatternException>(() => seal.Whole.Symbols.Find(name, NameLook.Both, TimeProvider.System, TimeSpan.FromSeconds(1))).Message, StringComparison.Ordinal);
    }

    [ProgramFact("ctags")]
    public async Task Build_SealThatIsClosed_LeavesNone()
    {
        var seal = await OpenAsync(("a.c", "int a;\n"));
        var room = seal.Whole;
        seal.Dispose();
        room.Symbols.Build();
        Assert.False(room.Symbols.Reach.IsWhole);
        Assert.Throws<ObjectDisposedException>(() => room.Symbols.Known("a", 1));
    }

    [Fact]
    public void Lines_FromAKnownState_AreThoseOfTheWholeText()
    {
        // This repository's own sources of several kinds.
        foreach (var file in ((string[])["src", "tests", "scripts"]).SelectMany(part => Directory.EnumerateFiles(Path.Combine(Repository.Root, part), "*", SearchOption.AllDirectories)).Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Take(400))
        {
            var bytes = File.ReadAllBytes(file);
            if (Language.Of(file) is not { } language || bytes.Length > 200_000)
            {
                continue;
            }

            var text = new SealText(bytes);
            var states = new LineStates(1);
            states.Read(0, text.Bytes.Span, language.Lexer);
            var whole = Highlighter.Lines(text, language, 1, int.MaxValue).ToList();
            foreach (var first in (int[])[1, 9, 14, 100, 333])
            {
                var known = states.Before(0, first);
                var lines = first > text.LineCount ? [] : Highlighter.Lines(text, language, first, 20, known).ToList();
                Assert.Equal(whole.Skip(first - 1).Take(20).Select(Show), lines.Select(Show));
            }
        }

        static string Show(HighlightedLine line) => $"{line.Number}: {string.Join(' ', line.Spans.Select(span => $"{span.Start}+{span.Length}{span.Class}"))} {line.Text}";
    }

    private static string Places(ScopedSeal seal, string name, NameLook look)
    {
        var page = seal.Symbols.Find(name, look, TimeProvider.System, TimeSpan.FromMinutes(1)).Page(0, 1000, CancellationToken.None);
        Assert.False(page.IsPartial);
        return string.Join('\n', page.Places.Select(place => $"{place.At.Path}:{place.At.Line}{(place.Definition is { } defined ? " " + defined.Kind : "")}"));
    }

    private Task<OpenSeal> OpenAsync(params (string Path, string Text)[] files) => Sealing.OpenAsync(_folder, [.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))]);
}
