using System.Text;

namespace Vitrine.Seals.Tests;

/// <summary>Indexes of a vendor. shapes/index.scip was made of shapes/src by scip-typescript 0.4.0.</summary>
public sealed class ScipTests : IDisposable
{
    private static readonly string Shapes = Path.Combine(Repository.Root, "tests/Vitrine.Seals.Tests/Symbols/shapes");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_RealIndex_GivesItsDefinitions()
    {
        var index = ScipIndex.Read(File.ReadAllBytes(Path.Combine(Shapes, "index.scip")));
        Assert.Equal(["src/main.ts", "src/shape.ts"], index.Paths.Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "2 Shape: interface Shape", "3 Shape.name: (property) name: string", "4 Shape.area: (method) area() => number", "7 Circle: class Circle", "8 Circle.name: (property) name: \"circle\"",
                "12 Circle.area: (method) area(): number", "17 unit: var unit: Circle", "19 total: function total(shapes: Shape[]): number",
            ],
            index.Of("src/shape.ts")!.Where(symbol => symbol.Name is not ("shape.ts" or "<constructor>")).Select(symbol => $"{symbol.Line} {symbol.FullName}: {symbol.Signature}"));
    }

    [ProgramFact("ctags")]
    public async Task Find_FileThatAnIndexCovers_IsAnsweredFromTheIndex()
    {
        Write(File.ReadAllBytes(Path.Combine(Shapes, "index.scip")));
        using var seal = await OpenAsync();
        foreach (var hasTable in (bool[])[false, true])
        {
            if (hasTable)
            {
                seal.Whole.Symbols.Build();
            }

            var area = seal.Whole.Symbols.Find("area", NameLook.Both, TimeProvider.System, TimeSpan.FromMinutes(1)).Page(0, 10, CancellationToken.None);
            Assert.Equal(
                ["src/shape.ts:4 index", "src/shape.ts:12 index", "src/shape.ts:21"],
                area.Places.Select(place => $"{place.At.Path}:{place.At.Line}{(place.Definition is { } defined ? defined.IsFromIndex ? " index" : " parser" : "")}"));
            Assert.Equal("(method) area() => number", area.Places[0].Definition!.Signature);
        }

        Assert.Null(seal.Whole.Symbols.IndexFault);
    }

    [ProgramFact("ctags")]
    public async Task Find_IndexOutsideTheScope_IsNotUsed()
    {
        Write(File.ReadAllBytes(Path.Combine(Shapes, "index.scip")));
        using var seal = await OpenAsync();
        var room = seal.In(Scope.Of(["**"], ["/index.scip"]));
        Assert.All(room.Symbols.Outline("src/shape.ts", CancellationToken.None), symbol => Assert.False(symbol.IsFromIndex));
    }

    [ProgramFact("ctags")]
    public async Task Outline_IndexOfAnotherVersion_IsTheParsers()
    {
        Write(File.ReadAllBytes(Path.Combine(Shapes, "index.scip")), text => "// one line\n// and more\n\n\n" + text);
        using var seal = await OpenAsync();
        Assert.All(seal.Whole.Symbols.Outline("src/shape.ts", CancellationToken.None), symbol => Assert.False(symbol.IsFromIndex));
    }

    [ProgramFact("ctags")]
    public async Task Outline_MalformedIndex_IsTheParsersAndSaysWhy()
    {
        Write(File.ReadAllBytes(Path.Combine(Shapes, "index.scip"))[..^7]);
        using var seal = await OpenAsync();
        Assert.All(seal.Whole.Symbols.Outline("src/shape.ts", CancellationToken.None), symbol => Assert.False(symbol.IsFromIndex));
        Assert.Equal("index.scip is not used. It is no SCIP index that can be read: a field is longer than what holds it.", seal.Whole.Symbols.IndexFault);
    }

    [Fact]
    public void Read_CutOrChangedBytes_GivesAnIndexOrTheDeclaredException()
    {
        var whole = File.ReadAllBytes(Path.Combine(Shapes, "index.scip"));
        var random = new Random(1);
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = whole[..(round % 2 == 0 ? whole.Length : random.Next(whole.Length))];
            for (var change = random.Next(4); change > 0 && bytes.Length > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                _ = ScipIndex.Read(bytes);
            }
            catch (ScipFormatException)
            {
                refused++;
            }
        }

        Assert.True(refused > 1000);
    }

    [Theory]
    [InlineData("s m p v a/b#c().", "c", "b", "method")]
    [InlineData("s m p v `odd ``name`/f().", "f", null, "function")]
    [InlineData("s m p with  blank v T#x.", "x", null, null)]
    [InlineData("local 3", null, null, null)]
    [InlineData("s m p v f().(a)", null, null, null)]
    [InlineData("s m p v", null, null, null)]
    public void Parse_Symbol_GivesItsLastName(string text, string? name, string? scope, string? kind)
    {
        var symbol = ScipSymbol.Parse(text);
        Assert.Equal(kind is null ? null : name, symbol?.Name);
        Assert.Equal((scope, kind), (symbol?.Scope, symbol?.Kind));
    }

    private void Write(byte[] index, Func<string, string>? change = null)
    {
        _folder.Write("tree/index.scip", index);
        foreach (var file in Directory.GetFiles(Path.Combine(Shapes, "src")))
        {
            var text = File.ReadAllText(file);
            _folder.Write("tree/src/" + Path.GetFileName(file), Encoding.UTF8.GetBytes(change?.Invoke(text) ?? text));
        }
    }

    private async Task<OpenSeal> OpenAsync()
    {
        using var store = TestKeys.Store(_folder["store"]);
        return store.Open((await store.MakeAsync(_folder["tree"], Sealing.AcceptingAll)).Root);
    }
}
