using System.Diagnostics;
using System.Formats.Tar;
using System.Text;

namespace Vitrine.Artifacts.Tests;

public sealed class OpenerTests
{
    private static readonly byte[] _words = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 400).Select(i => $"line {i} of words, words, words; ")));

    [Theory]
    [InlineData("words-crc64.xz", 1)]
    [InlineData("words-crc32.xz", 1)]
    [InlineData("words-sha256-blocks.xz", 1)]
    [InlineData("words-none-lp2.xz", 1)]
    [InlineData("words-two-streams.xz", 2)]
    [InlineData("words.gz", 1)]
    public void Open_CompressedWords_GivesTheWords(string name, int times)
    {
        var opened = Opened.Of(Vectors.Read("open/" + name), name);

        Assert.True(opened.Tree.IsComplete, opened.Tree.Root.Fault?.Message);
        var content = name.EndsWith("words.gz", StringComparison.Ordinal) ? "words.gz!words" : $"{name}!{name[..^3]}";
        Assert.Equal(string.Concat(Enumerable.Repeat(Encoding.UTF8.GetString(_words), times)), opened.Text(content));
        Assert.Equal(opened[content].Digest, opened.Tree.Root.Content!.Digest);
    }

    [Fact]
    public void Open_SmallDictionary_GivesWhatWasPacked()
    {
        var image = Vectors.Read("elf/program-debug").AsSpan(..Math.Min(30_000, Vectors.Read("elf/program-debug").Length)).ToArray();
        byte[] expected = [.. image, .. _words, .. image];

        var opened = Opened.Of(Vectors.Read("open/mixed-small-dictionary.xz"), "mixed.xz");

        Assert.Null(opened.Tree.Root.Fault);
        Assert.True(expected.AsSpan().SequenceEqual(opened.Contents["mixed.xz!mixed"]));
    }

    [Fact]
    public void Open_FilterOfCode_IsUndone()
    {
        var opened = Opened.Of(Vectors.Read("open/words-x86-filter.xz"), "words.xz");

        Assert.Null(opened.Tree.Root.Fault);
        Assert.True(_words.AsSpan().SequenceEqual(opened.Contents["words.xz!words"]));
    }

    [Theory]
    [InlineData("--x86")]
    [InlineData("--x86=start=4096")]
    [InlineData("--arm")]
    [InlineData("--armthumb")]
    [InlineData("--arm64")]
    [InlineData("--powerpc")]
    [InlineData("--sparc=start=4")]
    [InlineData("--ia64")]
    [InlineData("--delta")]
    [InlineData("--delta=dist=256")]
    [InlineData("--delta=dist=3", "--x86")]
    [InlineData("--arm64", "--delta=dist=4", "--x86")]
    public async Task Open_FilteredByXz_IsUndone(params string[] filters)
    {
        // Real code of this machine, and noise in which every pattern of the filters' comes up.
        var noise = new byte[400_000];
        new Random(20_26).NextBytes(noise);
        for (var i = 0; i < noise.Length; i += 3)
        {
            noise[i] = (byte)(i % 5 == 0 ? 0xe8 : i % 7 == 0 ? 0xff : i % 11 == 0 ? 0xeb : i % 13 == 0 ? 0x40 : noise[i]);
        }

        byte[] content = [.. File.ReadAllBytes("/proc/self/exe").Take(200_000), .. noise, 0xe8, 1];

        var packed = await PackAsync(content, filters);
        var opened = Opened.Of(packed, "code.xz");

        Assert.Null(opened.Tree.Root.Fault);
        Assert.True(content.AsSpan().SequenceEqual(opened.Contents["code.xz!code"]));
    }

    private static async Task<byte[]> PackAsync(byte[] content, string[] filters)
    {
        using var xz = Process.Start(new ProcessStartInfo("xz", ["--format=xz", "-c", .. filters, "--lzma2=preset=0"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var packed = new MemoryStream();
        var reading = xz.StandardOutput.BaseStream.CopyToAsync(packed);
        await xz.StandardInput.BaseStream.WriteAsync(content);
        xz.StandardInput.Close();
        await reading;
        await xz.WaitForExitAsync();
        Assert.Equal(0, xz.ExitCode);
        return packed.ToArray();
    }

    [Theory]
    [InlineData("shopd_1.0.deb", "data.tar.gz", 0x1ed)]
    [InlineData("shopd_1.1.deb", "data.tar.xz", 0x9ed)]
    public void Open_DebianPackage_GivesEveryMember(string name, string data, int mode)
    {
        var opened = Opened.Of(Vectors.Read("open/" + name), name);

        Assert.True(opened.Tree.IsComplete);
        Assert.Equal(ArtifactFormat.Deb, opened.Tree.Root.Format);
        Assert.Equal(ArtifactFormat.Tar, opened[$"{name}!{data}"].Content!.Format);
        var program = opened[$"{name}!{data}!usr/sbin/shopd"];
        Assert.Equal((ArtifactFormat.Elf, (int?)mode, (long?)0), (program.Format, program.Mode, program.Owner));
        Assert.Equal(Vectors.Read("elf/program"), opened.Contents[program.Path]);
        var link = opened[$"{name}!{data}!usr/sbin/shop"];
        Assert.Equal((MemberKind.SymbolicLink, "shopd", false), (link.Kind, link.Link, link.HasContent));
        Assert.Equal(_words, opened.Contents[$"{name}!{data}!usr/share/doc/shopd/changelog.gz!changelog"]);
        Assert.Equal(opened.Tree.Members.Select(m => m.Index), Enumerable.Range(0, opened.Tree.Members.Length));
    }

    [Fact]
    public void Open_PackageJarAndZip_AreToldApart()
    {
        Assert.Equal(ArtifactFormat.Nupkg, Opened.Of(Zips.Package(Vectors.Read("pe/shop.dll"))).Tree.Root.Format);
        Assert.Equal(ArtifactFormat.Jar, Opened.Of(Zips.Of(("META-INF/MANIFEST.MF", _words), ("A.class", [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61]))).Tree.Root.Format);
        var zip = Opened.Of(Zips.Of(("lib/shop.dll", Vectors.Read("pe/shop.dll")), ("in.zip", Zips.Of(("words.txt", _words)))), "z.zip");
        Assert.Equal(ArtifactFormat.Zip, zip.Tree.Root.Format);
        Assert.Equal(ArtifactFormat.DotNet, zip["z.zip!lib/shop.dll"].Format);
        Assert.Equal(_words, zip.Contents["z.zip!in.zip!words.txt"]);
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Open_TarOfAnotherWriter_GivesItsMembers(TarEntryFormat format)
    {
        var longName = format is TarEntryFormat.V7 ? "deep/file.txt" : format is TarEntryFormat.Ustar
            ? string.Join('/', Enumerable.Repeat("folder-of-some-length", 8)) + "/file.txt"
            : string.Join('/', Enumerable.Repeat("folder-of-some-length", 40)) + "/file.txt";
        var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, longName),
                TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, longName),
                TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, longName, [new("SCHILY.xattr.security.capability", "x")]),
                _ => new GnuTarEntry(TarEntryType.RegularFile, longName),
            };
            entry.DataStream = new MemoryStream(_words);
            entry.Mode = UnixFileMode.UserRead | UnixFileMode.SetUser;
            writer.WriteEntry(entry);
        }

        var opened = Opened.Of(stream.ToArray(), "a.tar");

        Assert.True(opened.Tree.IsComplete, opened.Tree.Root.Fault?.Message);
        var member = opened.Tree.Members[1];
        Assert.Equal(longName, member.Name);
        Assert.Equal(0x900, member.Mode);
        Assert.Equal(_words, opened.Contents[member.Path]);
        Assert.Equal(format == TarEntryFormat.Pax ? "security.capability" : "", string.Join(',', member.Attributes));
    }

    [Fact]
    public void Open_StaticLibrary_GivesLongNames()
    {
        var names = "a-member-with-a-long-name.o/\nanother-member-with-a-long-name.o/\n"u8.ToArray();
        var archive = Containers.Ar(("/", [0, 0, 0, 0]), ("//", names), ("/0", Vectors.Read("elf/object.o")), ("/29", "two"u8.ToArray()), ("short.o/", "odd"u8.ToArray()));

        var opened = Opened.Of(archive, "lib.a");

        Assert.True(opened.Tree.IsComplete, opened.Tree.Root.Fault?.Message);
        Assert.Equal(
            ["lib.a", "lib.a!/", "lib.a!a-member-with-a-long-name.o", "lib.a!another-member-with-a-long-name.o", "lib.a!short.o"],
            opened.Tree.Members.Select(m => m.Path));
        Assert.Equal(ArtifactFormat.Elf, opened.Tree.Members[2].Format);
    }

    [Fact]
    public void Open_LargeMember_IsTheSameOnDiskAsInMemory()
    {
        var bytes = Enumerable.Range(0, 3_000_000).Select(i => (byte)(((i % 251) ^ (i >> 9)) & 0xff)).ToArray();
        var archive = Zips.Of(("large", bytes));

        var opened = Opened.Of(archive, "a", OpenLimits.Default with { MemoryBytes = 65_536 });

        Assert.True(bytes.AsSpan().SequenceEqual(opened.Contents["a!large"]));
    }

    [Fact]
    public void Open_FileInAFolder_BeginsPathsWithItsName()
    {
        var tree = new Opener(OpenLimits.Default).Open(Path.Combine(Vectors.Folder, "open", "words.gz"), null, CancellationToken.None);

        Assert.Equal(["words.gz", "words.gz!words"], tree.Members.Select(m => m.Path));
    }

    [Fact]
    public void Open_CallerGivesUp_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => new Opener(OpenLimits.Default).Open(ByteSource.Of(Vectors.Read("open/shopd_1.1.deb")), "x", null, cancelled.Token));
    }

    [Fact]
    public void Open_VisitorThrows_IsTheCallersAndNoFaultOfTheArchive()
    {
        var thrown = new ArtifactFormatException("mine", ArtifactFault.Malformed, 7, "mine");

        var caught = Assert.Throws<ArtifactFormatException>(() => new Opener(OpenLimits.Default).Open(
            ByteSource.Of(Vectors.Read("open/shopd_1.1.deb")), "x", (m, _) => { if (m.Depth == 2) { throw thrown; } }, CancellationToken.None));

        Assert.Same(thrown, caught);
    }
}
