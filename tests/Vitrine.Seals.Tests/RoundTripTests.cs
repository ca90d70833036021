using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Seals.Tests;

public sealed class RoundTripTests
{
    [Fact]
    public void MakeAsync_AnyTree_ReadsBackAsItWas()
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
            return seal.Whole.Files.Length == made && seal.Whole.Files.All(file => seal.Whole.Read(file.Path).Span.SequenceEqual(Content(folder["tree/" + file.Path], file.Mode)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
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

    /// <summary>What lies on disk, if it is what the mode says.</summary>
    private static byte[] Content(string path, SealedMode mode)
    {
        var file = new FileInfo(path);
        var executes = file.LinkTarget is null && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute);
        Assert.Equal(file.LinkTarget is not null ? SealedMode.Link : executes ? SealedMode.Executable : SealedMode.Regular, mode);
        return file.LinkTarget is { } target ? System.Text.Encoding.UTF8.GetBytes(target) : File.ReadAllBytes(path);
    }
}
