using System.Formats.Tar;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Artifacts.Tests;

/// <summary>What other writers pack is unpacked to the same bytes, and random or changed bytes end in a tree.</summary>
public sealed class OpenPropertyTests
{
    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(150);

    private static readonly Gen<byte[]> _contents = Gen.Frequency(
        (1, Gen.Constant(Array.Empty<byte>())),
        (3, Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()),
        (3, Gen.Choose(0, 3).Select(value => (byte)value).ArrayOf(2_000)),
        (2, from seed in Gen.Choose(0, int.MaxValue) from size in Gen.Choose(0, 200_000) from kinds in Gen.Choose(1, 256) select Noise(seed, size, kinds)));

    [Fact]
    public void Gzip_AnyContent_IsUnpackedExactly() =>
        Check.One(_config, Prop.ForAll(_contents.Where(c => c.Length > 0).ToArbitrary(), content => Unpacks(Containers.Gzip(content), content)));

    [Fact]
    public void Xz_AnyContent_IsUnpackedExactly() =>
        Check.One(_config, Prop.ForAll(_contents.Where(c => c.Length > 0).ToArbitrary(), content => Unpacks(Containers.PlainXz(content), content)));

    [Fact]
    public void Zip_AnyContentAndLevel_IsUnpackedExactly()
    {
        var cases = from contents in _contents.ListOf() from level in Gen.Choose(0, 3) select (contents, (CompressionLevel)level);
        Check.One(_config, Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var opened = Opened.Of(Zips.Of(Zips.Day, c.Item2, [.. c.contents.Select((content, i) => ($"m{i}", content))]), "z");
            Assert.True(opened.Tree.Root.Fault is null, opened.Tree.Root.Fault?.Message);
            Assert.All(c.contents.Select((content, i) => (content, i)), m => Assert.True(
                opened["z!m" + m.i].Fault?.Reason == ArtifactFault.LimitExceeded || m.content.AsSpan().SequenceEqual(opened.Contents["z!m" + m.i])));
        }));
    }

    [Fact]
    public void Tar_AnyMembers_AreGivenExactly()
    {
        var names = Gen.Elements("a", "b.c", "é", "日本", "with space", "-x", new string('n', 120), new string('ü', 200), "d/e/f");
        var cases = from members in (from name in names from content in _contents select (name, content)).ListOf()
                    from format in Gen.Elements(TarEntryFormat.Pax, TarEntryFormat.Gnu)
                    select (members, format);
        Check.One(_config, Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var stream = new MemoryStream();
            using (var writer = new TarWriter(stream, c.format, leaveOpen: true))
            {
                foreach (var (name, content) in c.members)
                {
                    TarEntry entry = c.format == TarEntryFormat.Pax ? new PaxTarEntry(TarEntryType.RegularFile, name) : new GnuTarEntry(TarEntryType.RegularFile, name);
                    entry.DataStream = new MemoryStream(content);
                    writer.WriteEntry(entry);
                }
            }

            var tar = stream.ToArray();
            var found = new List<(string, byte[])>();
            var tree = new Opener(OpenLimits.Default).Open(
                ByteSource.Of(tar), "t", (m, s) => { if (m.Parent == 0) { found.Add((m.Name, s.ReadArray(0, (int)s.Length))); } }, CancellationToken.None);
            Assert.True(tree.Root.Format == ArtifactFormat.Data || tree.Root.Fault is null);
            Assert.Equal(tree.Root.Format == ArtifactFormat.Data ? [] : c.members.Select(m => (m.name, Convert.ToHexString(m.content))), found.Select(f => (f.Item1, Convert.ToHexString(f.Item2))));
        }));
    }

    [Fact]
    public void Ar_AnyMembers_AreGivenExactly()
    {
        Check.One(_config, Prop.ForAll(_contents.ListOf().ToArbitrary(), contents =>
        {
            var opened = Opened.Of(Containers.Ar([.. contents.Select((content, i) => ($"m{i}/", content))]), "l");
            Assert.Null(opened.Tree.Root.Fault);
            Assert.All(contents.Select((content, i) => (content, i)), m => Assert.Equal(m.content, opened.Contents["l!m" + m.i]));
        }));
    }

    [Fact]
    public void Open_AnyBytesBehindAnyMark_EndsInATree()
    {
        byte[][] marks =
        [
            [.. "PK"u8, 3, 4], [.. "PK"u8, 5, 6], [0x1f, 0x8b, 8], [0xfd, .. "7zXZ"u8, 0], [.. "!<arch>\n"u8], [.. "!<arch>\ndebian-binary   "u8],
            [0x7f, .. "ELF"u8, 2, 1, 1], [.. "MZ"u8], Containers.TarMember("a", [])[..512],
        ];
        var cases = from mark in Gen.Elements(marks) from rest in _contents select (byte[])[.. mark, .. rest];
        Check.One(_config.WithMaxTest(1_000), Prop.ForAll(cases.ToArbitrary(), bytes => Assert.NotEmpty(Opened.Of(bytes).Tree.Members)));
    }

    private static void Unpacks(byte[] packed, byte[] content)
    {
        var opened = Opened.Of(packed, "x");
        if (opened.Tree.Root.Fault is { } fault)
        {
            Assert.Equal(ArtifactFault.LimitExceeded, fault.Reason);
            return;
        }

        Assert.Equal(Vitrine.Proofs.Digest.Of(content), opened.Tree.Root.Content!.Digest);
        Assert.Equal(content.Length, opened.Tree.Root.Content.Size);
    }

    private static byte[] Noise(int seed, int size, int kinds)
    {
        var random = new System.Random(seed);
        var bytes = new byte[size];
        for (var i = 0; i < size; i++)
        {
            bytes[i] = (byte)random.Next(kinds);
        }

        return bytes;
    }
}
