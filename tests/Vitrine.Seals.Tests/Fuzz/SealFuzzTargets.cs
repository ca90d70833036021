using System.Collections.Immutable;
using System.Text;
using Vitrine.Proofs.Tests;

namespace Vitrine.Seals.Tests;

/// <summary>Our own readers of what names mean, which read sealed bytes in this process: a vendor's index, C#, JavaScript and TypeScript. Claims: see <see cref="FuzzTarget"/>.</summary>
internal static class SealFuzzTargets
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<FuzzTarget> All { get; } =
    [
        new("scip index", [Index(), Index("f", "a"), []], ReadIndex),
        new("c# definitions", [.. new[] { "namespace N { class A<T>(int a) : B { int F(int x) { return x; } } }\n#if A\nenum E { X = 1 }\n#else\nrecord R(int a);\n#endif\n", "var s = $\"{a}\"; // c\n" }.Select(Encoding.UTF8.GetBytes)], ReadCSharp),
        new("script definitions", [.. new[] { "class A extends B { #p = 1; static async *f(a) { return `${a}/${b}`; } get g() {} }\nconst f = (a) => /x[/]/.test(a);\nmodule.exports = { m() {}, n: 1 };\n", "interface I<T> { a?: { b: T }; f(x: T): x is T }\nexport enum E { A, B = 2 }\ntype T = A | B\n" }.Select(Encoding.UTF8.GetBytes)], ReadScript),
    ];

    /// <summary>An index of one document with a definition of each kind and a use.</summary>
    private static byte[] Index(string method = "area", string type = "Shape")
    {
        byte[] document =
        [
            .. Field(1, Encoding.UTF8.GetBytes("src/a.ts")),
            .. Field(2, [.. Field(1, [3, 0, 5]), .. Field(2, Encoding.UTF8.GetBytes($"npm . p 1 src/`a.ts`/{type}#")), 3 << 3, 1, .. Field(7, [3, 0, 9, 1])]),
            .. Field(2, [1 << 3, 4, 1 << 3, 2, 1 << 3, 6, .. Field(2, Encoding.UTF8.GetBytes($"npm . p 1 src/`a.ts`/{type}#{method}().")), 3 << 3, 1]),
            .. Field(2, [.. Field(1, [8, 0, 5]), .. Field(2, Encoding.UTF8.GetBytes("local 3"))]),
            .. Field(3, [.. Field(1, Encoding.UTF8.GetBytes($"npm . p 1 src/`a.ts`/{type}#")), .. Field(3, Encoding.UTF8.GetBytes("```ts\ninterface Shape\n```")), 5 << 3, 21]),
        ];
        return [.. Field(1, [1 << 3, 0]), .. Field(2, document)];
    }

    private static byte[] Field(int number, byte[] bytes) => [(byte)((number << 3) | 2), .. bytes.Length < 128 ? (byte[])[(byte)bytes.Length] : [(byte)((bytes.Length & 127) | 128), (byte)(bytes.Length >> 7)], .. bytes];

    private static Outcome ReadIndex(byte[] input)
    {
        try
        {
            var index = ScipIndex.Read(input);
            var symbols = index.Paths.Order(StringComparer.Ordinal).SelectMany(path => index.Of(path)!).ToList();
            BrokenClaimException.Unless(symbols.TrueForAll(symbol => symbol is { Line: > 0, Name.Length: > 0, IsFromIndex: true } && symbol.End >= symbol.Line), "a definition stands nowhere");
            return Outcome.Ok(string.Join(' ', symbols.Take(8).Select(symbol => $"{symbol.Kind}{symbol.Scope is null}{symbol.Signature is null}{symbol.End > symbol.Line}")));
        }
        catch (ScipFormatException e)
        {
            return Outcome.Refused(e);
        }
    }

    private static Outcome ReadCSharp(byte[] input) => Defined(input, CSharpDefinitions.Read(input));

    private static Outcome ReadScript(byte[] input)
    {
        Defined(input, ScriptDefinitions.Read("a.js", input));
        return Defined(input, ScriptDefinitions.Read("a.ts", input));
    }

    // Any bytes have definitions, or none; they lie in the text, by line, and their names stand there.
    private static Outcome Defined(byte[] input, IReadOnlyList<Symbol> symbols)
    {
        var lines = input.Count(one => one == '\n') + 1;
        var before = 1;
        foreach (var symbol in symbols)
        {
            BrokenClaimException.Unless(symbol.Name.Length > 0 && symbol.Line >= before && symbol.End >= symbol.Line && symbol.End <= lines, "a definition does not lie in the text");
            before = symbol.Line;
        }

        return Outcome.Ok(string.Join(' ', symbols.Take(12).Select(symbol => $"{symbol.Kind}{symbol.Scope is null}{symbol.Signature is null}")));
    }
}
