using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Seals.Tests;

/// <summary>Reading a part of the older text gives what reading all of it gives.</summary>
public sealed class OlderFunctionsTests
{
    private static readonly Gen<string> Pieces = Gen.Choose(0, 6).Zip(Gen.Choose(0, 3), (kind, number) => kind switch
    {
        0 => $"static int f{number}(int a)\n{{\n\treturn a + {number};\n}}\n",
        1 => $"static int\ng{number}(int a)\n{{\n\tif (a) {{\n\t\treturn f0(a);\n\t}}\n\treturn {number};\n}}\n",
        2 => $"#ifdef X{number}\nint h{number}(void)\n{{\n\treturn 1;\n}}\n#else\nint h{number}(int b)\n{{\n\treturn 2;\n}}\n#endif\n",
        3 => $"struct s{number} {{\n\tint (*open)(int a);\n\tint member;\n}};\n",
        4 => $"#if defined(Y)\nint k{number}(void)\n{{\n#ifdef Z\n\treturn 1;\n#endif\n\treturn 2;\n}}\n#endif\n",
        5 => $"/* a comment\n * of {number} lines\n */\n",
        _ => $"#define M{number}(x) do {{ x; }} while (0)\n",
    });

    [Fact]
    public void Of_AnyTwoTextsOfC_IsWhatTheWholeGives() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150),
        Prop.ForAll(Arb.From(Pieces.ListOf().Zip(Pieces.ListOf(), (head, tail) => (head, tail)).Zip(Pieces.ListOf().Two(), (ends, middles) => (ends.head, ends.tail, middles.Item1, middles.Item2))), made =>
        {
            using var reader = new SymbolReader(isFunctionsAlone: true);
            var (older, newer) = (Text(made.head, made.Item3, made.tail), Text(made.head, made.Item4, made.tail));
            var changes = LineDiff.Of(older, newer);
            if (changes.Count == 0 || reader.Read("a.c", newer.Bytes, CancellationToken.None) is not { } known)
            {
                return;
            }

            var whole = reader.Read("a.c", older.Bytes, CancellationToken.None) ?? [];
            var part = OlderFunctions.Of(bytes => reader.Read("a.c", bytes, CancellationToken.None), older, newer, changes, known, Language.Find("C")) ?? [];
            Assert.Equal(
                whole.Where(symbol => symbol.IsFunction).OrderBy(symbol => symbol.Line).Select(symbol => (symbol.Name, symbol.Line, symbol.End, symbol.Signature)),
                part.Where(symbol => symbol.IsFunction).OrderBy(symbol => symbol.Line).Select(symbol => (symbol.Name, symbol.Line, symbol.End, symbol.Signature)));
        }));

    [Fact]
    public void Of_AChangeInTheMiddle_ReadsOnlyWhatLiesBetween()
    {
        using var reader = new SymbolReader(isFunctionsAlone: true);
        var functions = Enumerable.Range(0, 50).Select(i => $"int f{i}(int a)\n{{\n\treturn {i};\n}}\n").ToArray();
        var older = new SealText(Encoding.UTF8.GetBytes(string.Concat(functions)));
        var newer = new SealText(Encoding.UTF8.GetBytes(string.Concat(functions).Replace("return 25;", "return 26;", StringComparison.Ordinal)));
        var read = 0;
        var found = OlderFunctions.Of(
            bytes =>
            {
                read += bytes.Length;
                return reader.Read("a.c", bytes, CancellationToken.None);
            },
            older,
            newer,
            LineDiff.Of(older, newer),
            reader.Read("a.c", newer.Bytes, CancellationToken.None)!,
            Language.Find("C"));
        Assert.Equal(50, found!.Count);
        Assert.Equal(functions[25].Length, read);
    }

    private static SealText Text(params IEnumerable<string>[] pieces) => new(Encoding.UTF8.GetBytes(string.Concat(pieces.SelectMany(some => some))));
}
