using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Proofs;

namespace Vitrine.Seals.Tests;

public sealed class SealTreeTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "vectors", "seal");

    [Fact]
    public void Root_PublishedTree_HasItsSaltsLeavesRootAndProofs()
    {
        using var vector = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "tree.json")));
        using var key = DomainKey.FromBytes(Convert.FromHexString(vector.RootElement.GetProperty("domainKey").GetString()!));
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var files = new List<SealedFile>();
        foreach (var row in vector.RootElement.GetProperty("files").EnumerateArray())
        {
            var path = row.GetProperty("path").GetString()!;
            var content = contents[path] = row.GetProperty("content").GetBytesFromBase64();
            Assert.True(SealedModes.TryParse(Encoding.ASCII.GetBytes(row.GetProperty("mode").GetString()!), out var mode));
            var file = Of(key, path, mode, content);
            Assert.Equal(row.GetProperty("salt").GetString(), file.Salt.ToString());
            Assert.Equal(row.GetProperty("leafHash").GetString(), SealTree.LeafHash(path, mode, content.Length, file.Digest, file.Salt).ToHex());
            files.Add(file);
        }

        var tree = new SealTree(files);

        Assert.Equal(vector.RootElement.GetProperty("root").GetString(), tree.Root.ToString());
        foreach (var proof in vector.RootElement.GetProperty("proofs").EnumerateArray())
        {
            var published = DisclosedFile.Parse(Encoding.UTF8.GetBytes(proof.GetRawText()));
            Assert.True(published.Verify(tree.Root, contents[published.Path]));
            Assert.Equal(published, tree.Disclose(files.Single(file => file.Path == published.Path)));
        }
    }

    [ProgramFact("python3")]
    public void VerifySeal_WrittenFromTheDocument_AgreesAndRefusesAnotherRoot()
    {
        using var folder = new TempFolder();
        using var key = TestKeys.Domain();
        var tree = new SealTree(Enumerable.Range(0, 11).Select(i => Of(key, $"src/é{i}", SealedMode.Regular, [(byte)i])));
        folder.Write("content", [7]);
        folder.Write("proof", tree.Disclose(Of(key, "src/é7", SealedMode.Regular, [7])).ToJson());

        Assert.Equal(0, Python("tree", Path.Combine(Folder, "tree.json")));
        Assert.Equal(0, Python("file", folder["proof"], tree.Root.ToString(), folder["content"]));
        Assert.Equal(1, Python("file", folder["proof"], Digest.Of("x"u8).ToHex(), folder["content"]));
        Assert.Equal(1, Python("file", folder["proof"], tree.Root.ToString(), folder["proof"]));
    }

    [Fact]
    public void Root_AnyTree_DoesNotDependOnTheOrderOfFilesAndProvesEachFile()
    {
        var trees = from count in Gen.Choose(1, 40)
                    from seed in Gen.Choose(0, int.MaxValue)
                    select (count, seed);
        Prop.ForAll(trees.ToArbitrary(), pair =>
        {
            var random = new Random(pair.seed);
            using var key = TestKeys.Domain((byte)random.Next(256));
            var files = Enumerable.Range(0, pair.count).Select(i => Of(key, $"d{random.Next(3)}/f{i}", (SealedMode)random.Next(4), Bytes(random))).ToArray();
            var tree = new SealTree(files);
            var shuffled = files.ToArray();
            random.Shuffle(shuffled);
            return new SealTree(shuffled).Root == tree.Root && files.All(file => tree.Disclose(file).Verify(tree.Root));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Verify_EveryChangedByteOfAProof_IsRefusedOrMalformed()
    {
        using var key = TestKeys.Domain();
        var tree = new SealTree(Enumerable.Range(0, 6).Select(i => Of(key, $"f{i}", SealedMode.Regular, [(byte)i])));
        var json = tree.Disclose(Of(key, "f3", SealedMode.Regular, [3])).ToJson();
        Assert.True(DisclosedFile.Parse(json).Verify(tree.Root, [3]));

        // The document lists the one member that another value of can pass: the number of files.
        var files = json.AsSpan().IndexOf("\"files\":"u8) + 8;
        foreach (var i in Enumerable.Range(0, json.Length).Where(i => i != files))
        {
            var changed = (byte[])json.Clone();
            changed[i] ^= 1;
            try
            {
                Assert.False(DisclosedFile.Parse(changed).Verify(tree.Root, [3]), Encoding.UTF8.GetString(changed));
            }
            catch (SealFormatException)
            {
                // Malformed is refused too.
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":"vitrine-disclosed-file-v1","format":"vitrine-disclosed-file-v1"}""")]
    [InlineData("""{"format":"vitrine-disclosed-file-v1","path":"f","mode":"100644","size":-1,"sha256":"00","salt":"00","index":0,"files":1,"proof":[]}""")]
    [InlineData("""{"format":"vitrine-disclosed-file-v1","path":null,"mode":"100644","size":1,"sha256":"00","salt":"00","index":0,"files":1,"proof":[]}""")]
    [InlineData("""{"format":"vitrine-disclosed-file-v1","path":"\ud800","mode":"100644","size":1,"sha256":"00","salt":"00","index":0,"files":1,"proof":[]}""")]
    public void Parse_Malformed_IsTheDeclaredException(string json) =>
        Assert.Throws<SealFormatException>(() => DisclosedFile.Parse(Encoding.UTF8.GetBytes(json)));

    private static SealedFile Of(DomainKey key, string path, SealedMode mode, byte[] content)
    {
        var digest = Digest.Of(content);
        return new SealedFile(path, mode, content.Length, digest, key.Salt(path, mode, digest), TextKind.Utf8, 0);
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(30)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static int Python(params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-B", Path.Combine(Folder, "verify_seal.py"), .. arguments]) { RedirectStandardError = true })!;
        python.WaitForExit();
        return python.ExitCode;
    }
}
