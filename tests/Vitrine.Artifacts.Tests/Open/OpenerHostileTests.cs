using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Vitrine.Artifacts.Tests;

/// <summary>Files made to exhaust, mislead or overwrite: each is refused or reported, and what is good beside them is still given.</summary>
public sealed class OpenerHostileTests
{
    private static readonly byte[] _zeros = new byte[10 << 20];

    [Fact]
    public void Open_FortyKilobytesOfTerabytes_IsRefusedWithinItsBounds()
    {
        // Ten MiB of zeros, sixteen times over in each of six archives: 160 TB.
        var archive = Zips.Of(("0", _zeros));
        for (var level = 0; level < 6; level++)
        {
            archive = Zips.Of([.. Enumerable.Range(0, 16).Select(i => (i.ToString("x"), archive))]);
        }

        Assert.InRange(archive.Length, 1_000, 40_000);
        var tree = new Opener(OpenLimits.Default).Open(ByteSource.Of(archive), "bomb.zip", null, CancellationToken.None);

        Assert.Equal(ArtifactFault.LimitExceeded, tree.Root.Fault!.Reason);
        Assert.Contains("in all", tree.Root.Fault.Message, StringComparison.Ordinal);
        Assert.InRange(tree.UnpackedBytes, 0, 128 << 20);
    }

    [Fact]
    public void Open_ZerosPackedBeyondTheRatio_AreRefusedAlone()
    {
        var opened = Opened.Of(Zips.Of(("good", "good"u8.ToArray()), ("zeros", _zeros)), "a");

        Assert.Null(opened.Tree.Root.Fault);
        Assert.Equal("good", opened.Text("a!good"));
        Assert.Equal((ArtifactFault.LimitExceeded, false), (opened["a!zeros"].Fault!.Reason, opened["a!zeros"].HasContent));
    }

    [Theory]
    [InlineData("xz")]
    [InlineData("gz")]
    public void Open_StreamOfZeros_IsRefusedByItsRatio(string kind)
    {
        var bytes = kind == "xz" ? Vectors.Read("open/zeros-64-mib.xz") : Containers.Gzip(new byte[64 << 20]);

        var opened = Opened.Of(bytes);

        Assert.Equal(ArtifactFault.LimitExceeded, opened.Tree.Root.Fault!.Reason);
        Assert.Contains("to one", opened.Tree.Root.Fault.Message, StringComparison.Ordinal);
        Assert.Null(opened.Tree.Root.Content);
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("gz")]
    [InlineData("tar")]
    public void Open_AThousandArchivesDeep_EndsAtTheBound(string kind)
    {
        var bytes = "the innermost"u8.ToArray();
        for (var i = 0; i < (kind == "tar" ? 40 : 1000); i++)
        {
            var inner = bytes;
            bytes = kind switch
            {
                "zip" => Zips.Of(("a", inner)),
                "gz" => Containers.Gzip(inner),
                _ => Containers.Gzip(Containers.Tar(Containers.TarMember("a.tar.gz", inner))),
            };
        }

        var opened = Opened.Of(bytes);

        Assert.Equal(ArtifactFault.LimitExceeded, opened.Tree.Members[^1].Fault!.Reason);
        Assert.Contains("16 deep", opened.Tree.Members[^1].Fault!.Message, StringComparison.Ordinal);
        Assert.InRange(opened.Tree.Members.Length, 8, 17);
    }

    [Fact]
    public void Open_NamesThatLeave_AreReportedAndNothingIsWritten()
    {
        var tar = Containers.Tar(
            Containers.TarMember("../../etc/passwd", "x"u8.ToArray()),
            Containers.TarMember("/etc/shadow", "x"u8.ToArray()),
            Containers.TarMember("C:\\windows\\system32\\x.dll", "x"u8.ToArray()),
            Containers.TarMember("a\u001b[31m!b", "x"u8.ToArray()),
            Containers.TarMember("same", "1"u8.ToArray()),
            Containers.TarMember("same", "2"u8.ToArray()),
            Containers.TarMember("bin/out", [], '2', "../../etc"),
            Containers.TarMember("bin/abs", [], '2', "/etc"),
            Containers.TarMember("bin/in", [], '2', "../lib/x"));

        var opened = Opened.Of(tar, "t");

        Assert.Equal(
            [
                MemberOddities.None, MemberOddities.StepsUp, MemberOddities.AbsoluteName, MemberOddities.AbsoluteName,
                MemberOddities.UnsafeCharacters, MemberOddities.None, MemberOddities.DuplicateName, MemberOddities.LinkLeaves,
                MemberOddities.AbsoluteLink, MemberOddities.None,
            ],
            opened.Tree.Members.Select(m => m.Oddities));
        Assert.Contains("t!a\\u001b[31m\\u0021b", opened.Tree.Members.Select(m => m.Path));
        Assert.False(File.Exists("/etc/shadow-of-the-test"));
    }

    [Theory]
    [InlineData("shopd_1.0.deb")]
    [InlineData("shopd_1.1.deb")]
    [InlineData("words-sha256-blocks.xz")]
    [InlineData("words.gz")]
    public void Open_EveryTruncation_IsFoundOut(string name)
    {
        var bytes = Vectors.Read("open/" + name);
        for (var length = 0; length < bytes.Length; length++)
        {
            var opened = Opened.Of(bytes[..length]);
            if (opened.Tree.Root.Format is not (ArtifactFormat.Data or ArtifactFormat.Ar))
            {
                Assert.False(opened.Tree.IsComplete, $"{length} of {bytes.Length} bytes");
            }
        }
    }

    [Fact]
    public void Open_LyingHeaders_AreRefusedWithTheirReason()
    {
        var member = Containers.TarMember("a", "content"u8.ToArray());
        var wrongSum = member.ToArray();
        wrongSum[0] = (byte)'b';
        Assert.Equal(ArtifactFault.Malformed, Opened.FaultOf([.. member, .. wrongSum, .. new byte[1024]]));
        Assert.Equal(ArtifactFault.Truncated, Opened.FaultOf([.. member, .. Containers.TarMember("big", [], size: 1L << 32), .. new byte[1024]]));
        Assert.Equal(ArtifactFault.UnaccountedBytes, Opened.FaultOf([.. Containers.Tar(member), .. member]));
        Assert.Equal(ArtifactFault.Truncated, Opened.FaultOf(Containers.Ar(("a", "long content"u8.ToArray()))[..^4]));
        Assert.Equal(ArtifactFault.Malformed, Opened.FaultOf([.. Containers.Ar(("a", "ab"u8.ToArray())), .. new byte[60]]));
        var gzip = Containers.Gzip("content"u8.ToArray());
        gzip[^1] ^= 1;
        Assert.Equal(ArtifactFault.Contradiction, Opened.FaultOf(gzip));
        Assert.Equal(ArtifactFault.UnaccountedBytes, Opened.FaultOf([.. Containers.Gzip("content"u8.ToArray()), .. "behind the end"u8]));
        Assert.Null(Opened.FaultOf([.. Containers.Gzip("content"u8.ToArray()), .. new byte[100]]));
        Assert.Equal(ArtifactFault.LimitExceeded, Opened.FaultOf(Containers.PlainXz("content"u8.ToArray(), dictionaryBits: 39)));
        Assert.Equal(ArtifactFault.LimitExceeded, Opened.FaultOf(Containers.PlainXz("content"u8.ToArray(), dictionaryBits: 40)));
        Assert.Equal(ArtifactFault.Malformed, Opened.FaultOf(Containers.PlainXz("content"u8.ToArray(), dictionaryBits: 41)));
    }

    [Fact]
    public void Open_ZipThatSaysTerabytes_TakesNoMemoryForThem()
    {
        var archive = Zips.Of(("a", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("words ", 100)))));
        var (local, central) = Zips.Headers(archive, "a");
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(local + 22), 0xffff_fff0);
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(central + 24), 0xffff_fff0);

        var opened = Opened.Of(archive, "z");

        Assert.False(opened.Tree.IsComplete);
        Assert.Equal(ArtifactFault.LimitExceeded, opened.Tree.Members[^1].Fault!.Reason);
    }

    [Fact]
    public void Open_OverlappingOrDuplicateZipEntries_AreRefused()
    {
        var archive = Zips.Of(("a", new byte[100]), ("b", new byte[100]));
        var (_, central) = Zips.Headers(archive, "b");
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(central + 42), 0);
        Assert.Equal(ArtifactFault.UnaccountedBytes, Opened.FaultOf(archive));

        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("same");
            zip.CreateEntry("same");
        }

        Assert.Equal(ArtifactFault.DuplicateName, Opened.FaultOf(stream.ToArray()));
    }

    [Fact]
    public void Open_TarBombs_AreRefused()
    {
        byte[] content = "x"u8.ToArray();
        var sparse = Opened.Of(Containers.Tar(Containers.TarMember("s", content, 'S'), Containers.TarMember("good", content)), "t");
        Assert.Equal(ArtifactFault.Unsupported, sparse["t!s"].Fault!.Reason);
        Assert.Equal("x", sparse.Text("t!good"));

        var paxSparse = Opened.Of(
            Containers.Tar(
                Containers.TarMember("pax", Containers.Pax(("GNU.sparse.realsize", "99999999999999"), ("GNU.sparse.major", "1")), 'x'),
                Containers.TarMember("s", content)), "t");
        Assert.Equal(ArtifactFault.Unsupported, paxSparse["t!s"].Fault!.Reason);

        var records = Enumerable.Range(0, 17).Select(_ => Containers.TarMember("pax", Containers.Pax(("path", "a")), 'x')).ToArray();
        Assert.Equal(ArtifactFault.LimitExceeded, Opened.FaultOf(Containers.Tar([.. records, Containers.TarMember("a", content)])));
        var large = Containers.TarMember("pax", Containers.Pax(("comment", new string('x', 2 << 20))), 'x');
        Assert.Equal(ArtifactFault.LimitExceeded, Opened.FaultOf(Containers.Tar(large, Containers.TarMember("a", content))));
        var lying = Containers.TarMember("pax", Containers.Pax(("size", "999999999999")), 'x');
        Assert.Equal(ArtifactFault.Truncated, Opened.FaultOf(Containers.Tar(lying, Containers.TarMember("a", content))));
        var broken = Containers.TarMember("pax", "99 path=a\n"u8.ToArray(), 'x');
        Assert.Equal(ArtifactFault.Malformed, Opened.FaultOf(Containers.Tar(broken, Containers.TarMember("a", content))));
    }

    [Fact]
    public void Open_MoreMembersThanAllowed_EndsWithAFault()
    {
        var tar = Containers.Tar([.. Enumerable.Range(0, 50).Select(i => Containers.TarMember($"{i}", []))]);

        var opened = Opened.Of(tar, "t", OpenLimits.Default with { Members = 20 });

        Assert.Equal(20, opened.Tree.Members.Length);
        Assert.Equal(ArtifactFault.LimitExceeded, opened.Tree.Root.Fault!.Reason);
    }

    [Fact]
    public void Open_FormatsThatAreNotOpened_SaySo()
    {
        byte[] zstd = [0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0];
        var deb = Containers.Ar(("debian-binary", "2.0\n"u8.ToArray()), ("control.tar.zst", zstd), ("data.tar.zst", zstd));

        var opened = Opened.Of(deb, "a.deb");

        Assert.Equal("not opened: zstd", opened["a.deb!data.tar.zst"].Fault!.Message);
        Assert.Equal(ArtifactFault.Unsupported, opened["a.deb!data.tar.zst"].Fault!.Reason);
        Assert.Equal(zstd, opened.Contents["a.deb!data.tar.zst"]);
    }
}
