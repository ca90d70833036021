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

    /// <summary>Counting from the end is Python's own: the last leaf of a full tree is at −1 too, if nobody looks.</summary>
    [ProgramFact("python3")]
    public void VerifySeal_IndexThatIsNoIndex_IsRefused()
    {
        using var folder = new TempFolder();
        using var key = TestKeys.Domain();
        var tree = new SealTree(Enumerable.Range(0, 8).Select(i => Of(key, $"f{i}", SealedMode.Regular, [(byte)i])));
        var last = Enumerable.Range(0, 8).Select(i => tree.Disclose(Of(key, $"f{i}", SealedMode.Regular, [(byte)i]))).Single(proof => proof.Proof.Index.Value == 7);
        var json = Encoding.UTF8.GetString(last.ToJson());

        foreach (var (index, expected) in (ReadOnlySpan<(string, int)>)[("7", 0), ("-1", 1), ("7.0", 1), ("\"7\"", 1), ("true", 1), ("null", 1), ("7e0", 1)])
        {
            folder.Write("proof", json.Replace("\"index\":7", $"\"index\":{index}", StringComparison.Ordinal));
            Assert.Equal(expected, Python("file", folder["proof"], tree.Root.ToString()));
        }
    }

    [Theory]
    [InlineData("../f")]
    [InlineData("a//f")]
    [InlineData("/f")]
    [InlineData("a/./f")]
    [InlineData("a\0f")]
    public void Parse_PathThatNoTreeHolds_IsRefused(string path)
    {
        using var folder = new TempFolder();
        using var key = TestKeys.Domain();
        var file = Of(key, path, SealedMode.Regular, [1]);
        var tree = new SealTree([file]);
        folder.Write("proof", tree.Disclose(file).ToJson());

        Assert.Contains("no tree holds", Assert.Throws<SealFormatException>(() => DisclosedFile.Parse(tree.Disclose(file).ToJson())).Message, StringComparison.Ordinal);
        Assert.Equal(1, Python("file", folder["proof"], tree.Root.ToString()));
    }

    [Fact]
    public void Root_AnyTree_DoesNotDependOnTheOrderOfFilesAndProvesEachFile()
    {
        Prop.ForAll(Trees.ToArbitrary(), pair =>
        {
            var random = new Random(pair.Seed);
            using var key = TestKeys.Domain((byte)random.Next(256));
            var files = Files(random, key, pair.Count).Select(file => file.File).ToArray();
            var tree = new SealTree(files);
            var shuffled = files.ToArray();
            random.Shuffle(shuffled);
            return new SealTree(shuffled).Root == tree.Root && files.All(file => tree.Disclose(file).Verify(tree.Root));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Root_OneBitOfAContentNameOrModeChanged_IsAnother() => Prop.ForAll(Trees.ToArbitrary(), pair =>
    {
        var random = new Random(pair.Seed);
        using var key = TestKeys.Domain();
        var files = Files(random, key, pair.Count);
        var root = new SealTree(files.Select(file => file.File)).Root;
        var chosen = random.Next(files.Length);
        var (file, content) = files[chosen];
        var (path, mode) = (file.Path, file.Mode);
        switch (random.Next(3))
        {
            case 0 when content.Length > 0:
                content = FlipABit(random, content);
                break;
            case 1:
                path = OtherName(random, files.Select(other => other.File.Path).ToHashSet(), path);
                break;
            default:
                mode = (SealedMode)(((int)mode + random.Next(1, 4)) % 4);
                break;
        }

        // Who has the domain's key salts the changed file anew; who forges leaves the salt as it is.
        var honest = Of(key, path, mode, content);
        return ((SealedFile[])[honest, honest with { Salt = file.Salt }]).All(changed =>
            new SealTree([.. files.Select(other => other.File).Where(other => other != file), changed]).Root != root);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Root_LeavesInAnotherOrder_IsAnother() => Prop.ForAll(Trees.Where(pair => pair.Count > 1).ToArbitrary(), pair =>
    {
        var random = new Random(pair.Seed);
        using var key = TestKeys.Domain();
        var files = Files(random, key, pair.Count).Select(file => file.File).OrderBy(file => file.Salt.ToString(), StringComparer.Ordinal).ToArray();
        var root = new SealTree(files).Root;
        var (one, other) = (random.Next(files.Length - 1), files.Length - 1);
        var inOrder = RootOf(files);
        (files[one], files[other]) = (files[other], files[one]);
        return inOrder == root.Value && RootOf(files) != root.Value;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Verify_ForgedDisclosure_IsRefused() => Prop.ForAll(Trees.ToArbitrary(), pair =>
    {
        var random = new Random(pair.Seed);
        using var key = TestKeys.Domain();
        var files = Files(random, key, pair.Count);
        var tree = new SealTree(files.Select(file => file.File));
        var (file, content) = files[random.Next(files.Length)];
        var proof = tree.Disclose(file);
        var (other, otherContent) = files[random.Next(files.Length)];
        List<DisclosedFile> forged =
        [
            proof with { Path = OtherName(random, [], proof.Path) },
            proof with { Mode = (SealedMode)(((int)proof.Mode + 1) % 4) },
            proof with { Size = proof.Size + 1 },
            proof with { Digest = Digest.FromBytes(FlipABit(random, proof.Digest.ToArray())) },
            proof with { Salt = new FileSalt(Digest.FromBytes(FlipABit(random, proof.Salt.Value.ToArray()))) },
            proof with { Proof = new InclusionProof(new LogIndex(proof.Proof.Index.Value + 1), proof.Proof.Size, proof.Proof.Path) },
            proof with { Proof = new InclusionProof(proof.Proof.Index, proof.Proof.Size, [.. proof.Proof.Path, Digest.Of("more"u8)]) },
        ];
        if (proof.Proof.Path.Length > 0)
        {
            var changed = proof.Proof.Path.ToArray();
            var node = random.Next(changed.Length);
            changed[node] = Digest.FromBytes(FlipABit(random, changed[node].ToArray()));
            forged.Add(proof with { Proof = new InclusionProof(proof.Proof.Index, proof.Proof.Size, [.. changed]) });
            forged.Add(proof with { Proof = new InclusionProof(proof.Proof.Index, proof.Proof.Size, [.. proof.Proof.Path.Skip(1)]) });
        }

        if (other != file)
        {
            forged.Add(tree.Disclose(other) with { Path = file.Path });
            forged.Add(proof with { Proof = tree.Disclose(other).Proof });
        }

        return proof.Verify(tree.Root, content)
            && forged.All(forgery => !forgery.Verify(tree.Root) && !forgery.Verify(tree.Root, content))
            && !proof.Verify(tree.Root, content.Length > 0 ? FlipABit(random, content) : [0])
            && (otherContent.AsSpan().SequenceEqual(content) || !proof.Verify(tree.Root, otherContent));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_ProofOfTheLongestPath_IsRead()
    {
        using var key = TestKeys.Domain();
        var path = SealPath.Write(Enumerable.Repeat((byte)0xE9, 65_535).ToArray());
        var tree = new SealTree([Of(key, path, SealedMode.Regular, [1])]);

        Assert.True(DisclosedFile.Parse(tree.Disclose(Of(key, path, SealedMode.Regular, [1])).ToJson()).Verify(tree.Root, [1]));
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
    [InlineData("""{"format":"vitrine-disclosed-file-v1","path":"f","mode":"100644","size":-0,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","salt":"0000000000000000000000000000000000000000000000000000000000000000","index":0,"files":1,"proof":[]}""")]
    [InlineData("""{"format":"vitrine-disclosed-file-v1","path":null,"mode":"100644","size":1,"sha256":"00","salt":"00","index":0,"files":1,"proof":[]}""")]
    [InlineData("""{"format":"vitrine-disclosed-file-v1","path":"\ud800","mode":"100644","size":1,"sha256":"00","salt":"00","index":0,"files":1,"proof":[]}""")]
    public void Parse_Malformed_IsTheDeclaredException(string json) =>
        Assert.Throws<SealFormatException>(() => DisclosedFile.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>How many files, and what makes them.</summary>
    private static Gen<(int Count, int Seed)> Trees { get; } =
        from count in Gen.Choose(1, 40)
        from seed in Gen.Choose(0, int.MaxValue)
        select (count, seed);

    private static (SealedFile File, byte[] Content)[] Files(Random random, DomainKey key, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var content = Bytes(random);
            return (Of(key, $"d{random.Next(3)}/f{i}", (SealedMode)random.Next(4), content), content);
        }),
    ];

    private static byte[] FlipABit(Random random, byte[] bytes)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    /// <summary>The path with one bit flipped, so that it is still a path, and none that is taken.</summary>
    private static string OtherName(Random random, HashSet<string> taken, string path)
    {
        while (true)
        {
            var bytes = FlipABit(random, SealPath.Bytes(path));
            if (!bytes.Contains((byte)0) && !taken.Contains(SealPath.Write(bytes)))
            {
                return SealPath.Write(bytes);
            }
        }
    }

    private static Digest RootOf(IEnumerable<SealedFile> inThisOrder)
    {
        var tree = new MerkleTree();
        foreach (var file in inThisOrder)
        {
            tree.AppendLeafHash(SealTree.LeafHash(file.Path, file.Mode, file.Size, file.Digest, file.Salt));
        }

        return tree.Root();
    }

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

    [Fact]
    public void Verifier_InPython_HasAtMostAHundredLines() => Assert.InRange(File.ReadAllLines(Path.Combine(Folder, "verify_seal.py")).Length, 50, 100);

    private static int Python(params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-B", Path.Combine(Folder, "verify_seal.py"), .. arguments]) { RedirectStandardError = true })!;
        python.WaitForExit();
        return python.ExitCode;
    }
}
