using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Seals.Tests;

public sealed class ExtractionTests
{
    [Fact]
    public void Extract_AnyTree_IsTheTreeThatWasSealed()
    {
        var names = Gen.Elements("a", "b.c", "é", "日本", ".hidden", "with space", "-x", "UPPER", "aux.h", "semi;colon", "q'uote", "\U0001F600");
        var paths = from depth in Gen.Choose(1, 4)
                    from parts in names.ArrayOf(depth)
                    select string.Join('/', parts);
        var contents = Gen.Frequency(
            (1, Gen.Constant(Array.Empty<byte>())),
            (4, Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()),
            (1, Gen.Choose(0, 3_000_000).Select(size => Enumerable.Repeat((byte)'x', size).ToArray())));
        var entries = from path in paths
                      from kind in Gen.Choose(0, 5)
                      from content in contents
                      select (path, kind, content);
        Prop.ForAll(entries.ListOf().Where(list => list.Count > 0).ToArbitrary(), list =>
        {
            using var folder = new TempFolder();
            var made = 0;
            foreach (var (path, kind, content) in list)
            {
                made += TryMake(folder, "tree/" + path, kind, content) ? 1 : 0;
            }

            using var store = TestKeys.Store(folder["store"]);
            using var seal = store.Open(store.MakeAsync(folder["tree"], Sealing.AcceptingAll).GetAwaiter().GetResult().Root);
            seal.Whole.Extract(folder["out"], TestKeys.Noon, CancellationToken.None);
            using var again = Sealing.Folder(folder["out"]);
            return seal.Whole.Files.Length == made
                && Describe(folder["tree"]).SequenceEqual(Describe(folder["out"]))
                && store.MakeAsync(folder["out"], Sealing.AcceptingAll).GetAwaiter().GetResult() is { WasThere: true };
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public async Task Extract_Scope_WritesNothingElseAtOneTime()
    {
        using var folder = new TempFolder();
        using var seal = await Sealing.OpenAsync(folder, ("in/a", "a"u8.ToArray()), ("out/b", "b"u8.ToArray()));

        seal.In(Scope.Of(["in/"], [])).Extract(folder["x"], TestKeys.Noon, CancellationToken.None);

        Assert.Equal([folder["x/in"], folder["x/in/a"]], Directory.EnumerateFileSystemEntries(folder["x"], "*", SearchOption.AllDirectories).Order());
        Assert.All((string[])[folder["x"], folder["x/in"], folder["x/in/a"]], path => Assert.Equal(TestKeys.Noon.UtcDateTime, File.GetLastWriteTimeUtc(path)));
        Assert.Throws<IOException>(() => seal.Whole.Extract(folder["x"], TestKeys.Noon, CancellationToken.None));
    }

    private static bool TryMake(TempFolder folder, string path, int kind, byte[] content)
    {
        // A name may be taken, or be a file where a folder is wanted.
        if (Path.Exists(folder[path]) || Enumerable.Range(0, path.Length).Where(i => path[i] == '/').Any(i => File.Exists(folder[path[..i]])))
        {
            return false;
        }

        if (kind == 0)
        {
            folder.Link(path, content.Length % 2 == 0 ? "nowhere/../x" : "/absolute");
            return true;
        }

        folder.Write(path, content);
        if (kind == 1)
        {
            folder.Executable(path);
        }

        return true;
    }

    private static List<string> Describe(string root)
    {
        var described = new List<string>();
        foreach (var file in new DirectoryInfo(root).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            if (file.LinkTarget is { } target)
            {
                described.Add($"{Path.GetRelativePath(root, file.FullName)} -> {target}");
            }
            else if (file is FileInfo)
            {
                var content = File.ReadAllBytes(file.FullName);
                described.Add($"{Path.GetRelativePath(root, file.FullName)} {file.UnixFileMode.HasFlag(UnixFileMode.UserExecute)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content))}");
            }
        }

        described.Sort(StringComparer.Ordinal);
        return described;
    }
}
