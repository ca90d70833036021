using System.Security.Cryptography;

namespace Vitrine.Seals.Tests;

/// <summary>Names of real packages in eight languages, as somebody who read the source found them (packages/*.txt).</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string Packages = Path.Combine(Repository.Root, "tests/Vitrine.Seals.Tests/Symbols/packages");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramTheory("ctags")]
    [InlineData("libstb", false)]
    [InlineData("libstb", true)]
    [InlineData("golang-golang-x-mod", false)]
    [InlineData("golang-golang-x-mod", true)]
    [InlineData("python-jsonschema", false)]
    [InlineData("python-jsonschema", true)]
    [InlineData("libfmt", false)]
    [InlineData("libfmt", true)]
    [InlineData("golang-golang-x-exp", true)]
    [InlineData("librust-semver", true)]
    [InlineData("librust-either", true)]
    [InlineData("capacitor", true)]
    [InlineData("ws", true)]
    [InlineData("quick-lru", false)]
    [InlineData("rxjs", true)]
    public async Task Find_NamesReadByHand_AreFoundThere(string package, bool hasTable)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Packages, package + ".txt"));
        var words = lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')).ToLookup(line => line[0]);
        var root = Root(words["root"].Single()[1]);
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

        var wrong = new List<string>();
        foreach (var line in words["definition"])
        {
            Check(line[1], line.Skip(2).Chunk(2).Select(pair => $"{pair[0]} {pair[1]}"), Find(seal, line[1], NameLook.Definitions).Select(place => $"{place.Definition!.Kind} {place.At.Path}:{place.At.Line}"));
        }

        foreach (var line in words["references"])
        {
            Check(line[1], line.Skip(2), Find(seal, line[1], NameLook.References).Select(place => $"{place.At.Path}:{place.At.Line}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        void Check(string name, IEnumerable<string> expected, IEnumerable<string> found)
        {
            if (Join(expected) != Join(found))
            {
                wrong.Add($"{name}: missing [{Join(expected.Except(found))}], too many [{Join(found.Except(expected))}], of {found.Count()}");
            }
        }
    }

    /// <summary>Where a package lies: a folder of Debian's, or <c>npm:</c> and a folder of those that package-lock.json pins; scripts/common.sh puts them there.</summary>
    private static string Root(string root)
    {
        if (!root.StartsWith("npm:", StringComparison.Ordinal))
        {
            return root;
        }

        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var locked = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Packages, "package-lock.json"))));
        return Path.Combine(cache, "vitrine/npm", locked[..16], "node_modules", root[4..]);
    }

    private static System.Collections.Immutable.ImmutableArray<NamePlace> Find(OpenSeal seal, string name, NameLook look)
    {
        var page = seal.Whole.Symbols.Find(name, look, TimeProvider.System, TimeSpan.FromMinutes(1)).Page(0, 1000, CancellationToken.None);
        Assert.False(page.IsPartial);
        return page.Places;
    }

    private static string Join(IEnumerable<string> places) => string.Join(", ", places.Order(StringComparer.Ordinal));
}
