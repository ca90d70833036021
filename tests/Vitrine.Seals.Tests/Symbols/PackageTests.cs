namespace Vitrine.Seals.Tests;

/// <summary>Names of real packages in three languages, as somebody who read the source found them (packages/*.txt).</summary>
public sealed class PackageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramTheory("ctags")]
    [InlineData("libstb", false)]
    [InlineData("libstb", true)]
    [InlineData("golang-golang-x-mod", false)]
    [InlineData("golang-golang-x-mod", true)]
    [InlineData("python-jsonschema", false)]
    [InlineData("python-jsonschema", true)]
    public async Task Find_NamesReadByHand_AreFoundThere(string package, bool hasTable)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "tests/Vitrine.Seals.Tests/Symbols/packages", package + ".txt"));
        var words = lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')).ToLookup(line => line[0]);
        var root = words["root"].Single()[1];
        Assert.True(Directory.Exists(root), $"{root} is missing: ./test installs its package.");
        foreach (var file in words["files"].Single().Skip(1).SelectMany(pattern => Directory.GetFiles(root, pattern, SearchOption.AllDirectories)))
        {
            _folder.Write("tree/" + Path.GetRelativePath(root, file), await File.ReadAllBytesAsync(file));
        }

        using var store = TestKeys.Store(_folder["store"]);
        using var seal = store.Open((await store.MakeAsync(_folder["tree"], Sealing.AcceptingAll)).Root);
        if (hasTable)
        {
            seal.Whole.BuildIndex();
            seal.Whole.Symbols.Build();
            Assert.True(seal.Whole.Symbols.Reach.IsWhole);
        }

        foreach (var line in words["definition"])
        {
            var expected = line.Skip(2).Chunk(2).Select(pair => $"{pair[0]} {pair[1]}");
            Assert.Equal((line[1], Join(expected)), (line[1], Join(Find(seal, line[1], NameLook.Definitions).Select(place => $"{place.Definition!.Kind} {place.At.Path}:{place.At.Line}"))));
        }

        foreach (var line in words["references"])
        {
            Assert.Equal((line[1], Join(line.Skip(2))), (line[1], Join(Find(seal, line[1], NameLook.References).Select(place => $"{place.At.Path}:{place.At.Line}"))));
        }
    }

    private static System.Collections.Immutable.ImmutableArray<NamePlace> Find(OpenSeal seal, string name, NameLook look)
    {
        var page = seal.Whole.Symbols.Find(name, look, TimeProvider.System, TimeSpan.FromMinutes(1)).Page(0, 1000, CancellationToken.None);
        Assert.False(page.IsPartial);
        return page.Places;
    }

    private static string Join(IEnumerable<string> places) => string.Join('\n', places.Order(StringComparer.Ordinal));
}
