using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Vitrine.Seals.Tests;

public sealed class ArchiveSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tar -cf archive -C tree .")]
    [InlineData("tar -cf archive -C tree a.txt deep holes link same run.sh")]
    [InlineData("tar --format=posix -czf archive -C tree .")]
    [InlineData("tar -Scf archive -C tree .")]
    [InlineData("tar -Sczf archive --format=posix --sparse-version=1.0 -C tree .")]
    [InlineData("tar -Scf archive --format=posix --sparse-version=0.1 -C tree .")]
    [InlineData("tar --format=gnu -cJf archive -C tree .")]
    [InlineData("tar --format=posix --hard-dereference -cf - -C tree . | xz -9e > archive")]
    [InlineData("cd tree && git init -q . && git add -A && git -c user.name=a -c user.email=a@b commit -qm a && git archive --format=zip -o ../archive HEAD && rm -rf .git")]
    public async Task MakeAsync_Archive_HasTheRootOfItsFolder(string pack)
    {
        _folder.Write("tree/a.txt", "one\n").Write("tree/run.sh", "#!/bin/sh\n").Executable("tree/run.sh").Link("tree/link", "deep/b")
            .Write("tree/deep/b", new string('b', 100_000)).Write("tree/deep/empty", "").Write($"tree/deep/{new string('l', 150)}/{new string('n', 120)}", "long");
        Run("ln tree/a.txt tree/same; truncate -s 300K tree/holes; for i in $(seq 1 6); do printf part >> tree/holes; truncate -s +200K tree/holes; done");
        using var store = TestKeys.Store(_folder["store"]);
        using var elsewhere = TestKeys.Store(_folder["elsewhere"]);
        Run(pack);
        var folder = await store.MakeAsync(_folder["tree"]);

        var made = await elsewhere.MakeAsync(SealSource.Open(_folder["archive"], null, CancellationToken.None));

        Assert.Equal(folder.Root, made.Root);
        Assert.True((await elsewhere.VerifyAsync(made.Root, null, CancellationToken.None)).IsGood);
        Assert.Contains(made.About.Source.Kind, (string[])["zip", "tar", "tar.gz", "tar.xz"]);
    }

    [Fact]
    public async Task MakeAsync_NamesThatAreNotUtf8InATar_AreKept()
    {
        Run("""f=$(printf 'caf\351'); mkdir tree && printf x > "tree/$f" && tar -cf archive -C tree . && rm -r tree""");
        using var store = TestKeys.Store(_folder["store"]);

        var made = await store.MakeAsync(SealSource.Open(_folder["archive"], null, CancellationToken.None));

        using var seal = store.Open(made.Root);
        Assert.Equal("caf\\xE9", seal.Whole.Files.Single().Path);
    }

    /// <summary>The verifier was written from the document alone: it makes salts, leaves and root of bytes, modes and contents by itself, and checks each proof.</summary>
    [ProgramFact("python3")]
    public async Task MakeAsync_ArchiveOfByteNamesAndLongPaths_HasTheRootThatTheVerifierMakes()
    {
        var deep = string.Join('/', Enumerable.Repeat(new string('d', 200), 25));
        Run($"""
            python3 - <<'END'
            import io, tarfile
            with tarfile.open("archive", "w:xz", format=tarfile.PAX_FORMAT, encoding="utf-8", errors="surrogateescape") as tar:
                for name, content, mode in (("caf\udce9", b"latin", 0o644), ("caf\u00e9", b"utf", 0o755), ("{deep}/file", b"deep", 0o644), ("empty", b"", 0o644), ("crlf", b"a\r\n\0", 0o644)):
                    member = tarfile.TarInfo(name)
                    member.size, member.mode = len(content), mode
                    tar.addfile(member, io.BytesIO(content))
                link = tarfile.TarInfo("link")
                link.type, link.linkname = tarfile.SYMTYPE, "crlf"
                tar.addfile(link)
            END
            """);
        using var store = TestKeys.Store(_folder["store"]);
        var made = await store.MakeAsync(SealSource.Open(_folder["archive"], null, CancellationToken.None));
        using var seal = store.Open(made.Root);
        Assert.Equal(["caf\\xE9", "café", "crlf", deep + "/file", "empty", "link"], seal.Whole.Files.Select(file => file.Path).Order(StringComparer.Ordinal));
        var files = seal.Whole.Files.Select(file => new JsonObject
        {
            ["path"] = file.Path,
            ["mode"] = Encoding.ASCII.GetString(file.Mode.Octal()),
            ["content"] = Convert.ToBase64String(seal.Whole.Read(file.Path).Span),
            ["salt"] = file.Salt.ToString(),
            ["leafHash"] = SealTree.LeafHash(file.Path, file.Mode, file.Size, file.Digest, file.Salt).ToHex(),
        });
        var tree = new JsonObject
        {
            ["domainKey"] = string.Concat(Enumerable.Repeat("01", 32)),
            ["root"] = made.Root.ToString(),
            ["files"] = new JsonArray([.. files]),
            ["proofs"] = new JsonArray([.. seal.Whole.Files.Select(file => JsonNode.Parse(seal.Whole.Disclose(file.Path).ToJson()))]),
        };
        _folder.Write("tree.json", tree.ToJsonString());

        Run($"python3 -B {Path.Combine(Repository.Root, "vectors/seal/verify_seal.py")} tree tree.json");
    }

    [Fact]
    public void Open_MemberThatStandsThereTwice_CountsAsItStandsLast()
    {
        _folder.Write("tree/a", "first");
        Run("tar -cf archive -C tree a && printf second > tree/a && tar -rf archive -C tree a");

        using var source = SealSource.Open(_folder["archive"], null, CancellationToken.None);

        var contents = new List<string>();
        foreach (var file in source.ReadAll(CancellationToken.None))
        {
            using var reader = new StreamReader(file.Open());
            contents.Add(reader.ReadToEnd());
        }

        Assert.Equal(["second"], contents);
    }

    [Theory]
    [InlineData("../evil", SealProblemKind.UnsafeName)]
    [InlineData("/etc/evil", SealProblemKind.UnsafeName)]
    [InlineData("a/../../evil", SealProblemKind.UnsafeName)]
    public void Open_NameThatLeadsOut_IsAProblem(string name, SealProblemKind kind)
    {
        _folder.Write("x", "x");
        Run($"tar -P --transform 's,.*,{name},' -cf archive x");
        Run($"python3 -c \"import zipfile; z=zipfile.ZipFile('zip','w'); z.writestr('{name}','x'); z.close()\"");

        using var tar = SealSource.Open(_folder["archive"], null, CancellationToken.None);
        using var zip = SealSource.Open(_folder["zip"], null, CancellationToken.None);

        Assert.All(tar.Problems.Concat(zip.Problems), problem => Assert.Equal(kind, problem.Kind));
        Assert.NotEmpty(tar.Problems);
        Assert.NotEmpty(zip.Problems);
        Assert.Empty(tar.Entries);
    }

    [Theory]
    [InlineData("printf x > b; ln b c; tar -cf archive b c; tar --delete -f archive b", "hard link", true)]
    [InlineData("mkfifo a; tar -cf archive a", "pipe", true)]
    [InlineData("python3 -c \"import zipfile; z=zipfile.ZipFile('archive','w'); z.writestr('.','y'); z.writestr('b','x'); z.close()\"", "without a name", true)]
    [InlineData("python3 -c \"import zipfile; z=zipfile.ZipFile('archive','w'); z.writestr('a/','hidden'); z.writestr('b','x'); z.close()\"", "a folder with a content", true)]
    [InlineData("ln -s /etc/passwd a; tar -cf archive a", "out of the tree", true)]
    [InlineData("truncate -s 300M a; tar -czf archive a", "500 times", false)]
    [InlineData("truncate -s 300M a; tar -cf - a | xz -1 > archive", "500 times", false)]
    [InlineData("head -c 9000 /dev/urandom > a; tar -czf b a; head -c 8000 b > archive", "", false)]
    [InlineData("printf x > a; tar -czf b a; head -c -8 b > archive", "too early", false)]
    [InlineData("printf x > a; tar -czf archive a; printf garbagegarbage >> archive", "no member", false)]
    [InlineData("printf x > a; tar -czf b a; head -c -5 b > archive; printf '12345' >> archive", "checksum", false)]
    [InlineData("printf x > a; tar -cJf archive a; printf garbagegarbage >> archive", "no stream", false)]
    [InlineData("printf x > a; printf y > b; tar -cf - a b | head -c 1024 > archive", "too early", false)]
    [InlineData("printf x > a; tar -cf archive a; printf more >> archive", "behind the end", false)]
    [InlineData("printf x > a; python3 -c \"import zipfile; z=zipfile.ZipFile('archive','w',zipfile.ZIP_BZIP2); z.write('a'); z.close()\"", "method 12", false)]
    [InlineData("python3 -c \"import zipfile; z=zipfile.ZipFile('archive','w',zipfile.ZIP_DEFLATED); z.writestr('a',bytes(300<<20)); z.close()\"", "500 times", false)]
    [InlineData("python3 -c \"import zipfile; z=zipfile.ZipFile('archive','w'); z.writestr('a','x'); z.writestr('a','y'); z.close()\" 2>/dev/null", "two members are named a", false)]
    [InlineData("python3 -c \"import zipfile; z=zipfile.ZipFile('archive','w'); z.writestr('a','x'); z.close(); b=bytearray(open('archive','rb').read()); b[6]|=1; b[b.index(b'PK\\1\\2')+8]|=1; open('archive','wb').write(b)\"", "encrypted", false)]
    [InlineData("mkfifo archive", "a pipe", false)]
    [InlineData("truncate -s 1M a; printf x >> a; tar --format=posix --sparse-version=0.0 -Scf archive a", "sparse", false)]
    [InlineData("truncate -s 1T a; tar -Scf archive a", "500 times", false)]
    [InlineData("printf x > a; tar -cf archive -V label a", "another kind", false)]
    [InlineData("printf 'no archive at all, but a text' > archive", "no archive", false)]
    [InlineData("printf x > a; python3 -c \"import zipfile; z=zipfile.ZipFile('archive','w'); z.write('a'); z.close()\"; printf more >> archive", "zip", false)]
    public void Open_WhatIsNotSealed_SaysWhy(string pack, string why, bool problem)
    {
        Run(pack);

        if (problem)
        {
            using var source = SealSource.Open(_folder["archive"], null, CancellationToken.None);
            Assert.Contains(source.Problems, found => found.What.Contains(why, StringComparison.Ordinal));
        }
        else
        {
            var refused = Assert.Throws<SealSourceException>(() => SealSource.Open(_folder["archive"], null, CancellationToken.None));
            Assert.Contains(why, refused.Message, StringComparison.Ordinal);
            Assert.Contains(_folder["archive"], refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_GitFolderInAnArchive_IsLeftOutAndSaid()
    {
        Run("mkdir -p .git/objects && printf x > .git/config && printf y > .git/objects/o && printf z > a && tar -cf archive .git a");

        using var source = SealSource.Open(_folder["archive"], null, CancellationToken.None);

        Assert.Equal([".git"], source.Notes.Select(note => note.Path));
        Assert.Equal(1, source.Count);
    }

    /// <summary>Sizes that lie, and packed bytes behind a deflated stream's end, which unpack to nothing.</summary>
    [Theory]
    [InlineData("", 0, null)]
    [InlineData("HIDDEN", 0, "behind it")]
    [InlineData("x", 0, "behind it")]
    [InlineData("", -1, "more than the 119 bytes")]
    [InlineData("", 1, "not 121 bytes")]
    public async Task MakeAsync_ZipWhoseSizesLie_IsRefusedAsUnreadable(string behind, int more, string? why)
    {
        Run($"""
            python3 - <<'END'
            import struct, zlib
            data, name = b"hello world" + b"\n" + b"." * 108, b"a"
            pack = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = pack.compress(data) + pack.flush() + b"{behind}"
            crc, size = zlib.crc32(data), len(data) + {more}
            local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), size, 1, 0) + name + packed
            central = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), size, 1, 0, 0, 0, 0, 0, 0) + name
            open("archive", "wb").write(local + central + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0))
            END
            """);
        using var store = TestKeys.Store(_folder["store"]);
        var source = SealSource.Open(_folder["archive"], null, CancellationToken.None);
        if (why is null)
        {
            Assert.Equal(1, (await store.MakeAsync(source)).About.Files);
            return;
        }

        var refused = await Assert.ThrowsAsync<SealSourceException>(() => store.MakeAsync(source));

        Assert.Equal(SealSourceFault.Unreadable, refused.Fault);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Empty(store.List());
    }

    [Theory]
    [InlineData("tar -cf archive a")]
    [InlineData("python3 -c \"import zipfile; z=zipfile.ZipFile('archive','w'); z.write('a'); z.close()\"")]
    public async Task MakeAsync_ArchiveThatChangedAfterListing_IsRefused(string pack)
    {
        Run("printf x > a; " + pack);
        var before = Posix.Stat(Encoding.UTF8.GetBytes(_folder["archive"]));
        var source = SealSource.Open(_folder["archive"], null, CancellationToken.None);
        var bytes = await File.ReadAllBytesAsync(_folder["archive"]);
        while (Posix.Stat(Encoding.UTF8.GetBytes(_folder["archive"])).Changed == before.Changed)
        {
            await File.WriteAllBytesAsync(_folder["archive"], bytes);
        }

        using var store = TestKeys.Store(_folder["store"]);

        var refused = await Assert.ThrowsAsync<SealSourceException>(() => store.MakeAsync(source));

        Assert.Equal(SealSourceFault.ChangedWhileRead, refused.Fault);
        Assert.Empty(store.List());
    }

    [Fact]
    public async Task MakeAsync_ZipWhoseContentIsNotWhatItSays_IsRefusedAsUnreadable()
    {
        Run("printf 'some content' > a; python3 -c \"import zipfile; z=zipfile.ZipFile('archive','w'); z.write('a'); z.close()\"");
        var bytes = await File.ReadAllBytesAsync(_folder["archive"]);
        bytes[bytes.AsSpan().IndexOf("content"u8)] ^= 1;
        await File.WriteAllBytesAsync(_folder["archive"], bytes);
        using var store = TestKeys.Store(_folder["store"]);

        var refused = await Assert.ThrowsAsync<SealSourceException>(() => store.MakeAsync(SealSource.Open(_folder["archive"], null, CancellationToken.None)));

        Assert.Equal(SealSourceFault.Unreadable, refused.Fault);
        Assert.Contains("checksum", refused.Message, StringComparison.Ordinal);
        Assert.Empty(store.List());
    }

    private void Run(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = _folder.Path })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
