using System.IO.Compression;
using System.Text;

namespace Vitrine.Artifacts.Tests;

public sealed class ZipTests
{
    private static readonly byte[] _text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("to be, or not to be; ", 200)));
    private static readonly byte[] _other = "that is the question"u8.ToArray();

    private static byte[] Two() => Zips.Of(("a.txt", _text), ("b.txt", _other));

    [Fact]
    public void Compare_OnlyTimesDiffer_IsEquivalent()
    {
        var later = Zips.Of(Zips.Day.AddDays(400), CompressionLevel.Optimal, ("a.txt", _text), ("b.txt", _other));
        var result = Compared.Explains(ComparisonVerdict.Equivalent, Two(), later, "zip.time");
        Assert.Equal("time of a member: a.txt: 2026-03-14 15:09:26 against 2027-04-18 15:09:26", result.Explanations[0].What);
        Assert.Equal(8, result.Explanations[0].Ranges.Length);
    }

    [Fact]
    public void Compare_OnlyOrderDiffers_IsEquivalent()
    {
        Compared.Explains(ComparisonVerdict.Equivalent, Two(), Zips.Of(("b.txt", _other), ("a.txt", _text)), "zip.order");
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    public void Compare_OnlyCompressionDiffers_IsEquivalent(CompressionLevel level)
    {
        var result = Compared.Of(Two(), Zips.Of(Zips.Day, level, ("a.txt", _text), ("b.txt", _other)));
        Assert.Equal(ComparisonVerdict.Equivalent, result.Verdict);
        Assert.Contains(result.Explanations, e => e.Normaliser == "zip.compression");
        Assert.All(result.Explanations, e => Assert.Contains(e.Normaliser, new[] { "zip.compression", "zip.header" }));
    }

    [Fact]
    public void Compare_OnlyExtraTimesDiffer_IsEquivalent()
    {
        // 0x5455: flags 1, one time of four bytes.
        byte[] early = [0x55, 0x54, 5, 0, 1, 1, 2, 3, 4], late = [0x55, 0x54, 5, 0, 1, 4, 3, 2, 1];
        Compared.Explains(ComparisonVerdict.Equivalent, WithExtra(early), WithExtra(late), "zip.extra");
        Compared.Explains(ComparisonVerdict.Equivalent, WithExtra(early), WithExtra([]), "zip.extra");
    }

    [Fact]
    public void Compare_OwnerInExtraFieldDiffers_IsDifferent()
    {
        byte[] root = [0x75, 0x78, 4, 0, 1, 1, 0, 0], user = [0x75, 0x78, 4, 0, 1, 1, 7, 7];
        var result = Compared.Fails(ComparisonVerdict.Different, WithExtra(root), WithExtra(user));
        Assert.Equal("extra fields differ that are neither times nor sizes", Assert.Single(result.Differences).What);
    }

    [Fact]
    public void Compare_OnlyVersionsDiffer_IsEquivalent()
    {
        var archive = Two();
        var (local, central) = Zips.Headers(archive, "b.txt");
        Compared.Explains(ComparisonVerdict.Equivalent, archive, archive.With(local + 4, 45).With(central + 4, 63).With(central + 6, 45), "zip.header");
    }

    [Fact]
    public void Compare_OnlyEndRecordIsLarger_IsEquivalent()
    {
        var archive = Two();
        var end = archive.Length - 22;
        byte[] larger =
        [
            .. archive[..end],
            .. "PK\u0006\u0006"u8, 44, 0, 0, 0, 0, 0, 0, 0, 45, 0, 45, 0, .. new byte[8], 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0,
            .. archive[(end + 12)..(end + 16)], 0, 0, 0, 0, .. archive[(end + 16)..(end + 20)], 0, 0, 0, 0,
            .. "PK\u0006\u0007"u8, 0, 0, 0, 0, .. BitConverter.GetBytes((long)end), 1, 0, 0, 0,
            .. archive[end..(end + 8)], 255, 255, 255, 255, .. archive[(end + 12)..(end + 16)], 255, 255, 255, 255, 0, 0,
        ];
        Compared.Explains(ComparisonVerdict.Equivalent, archive, larger, "zip.header");
        var count = larger.Length - 22 - 20 - 56 + 32;
        Refused(ArtifactFault.Malformed, larger.With(count, 3), "zip64");
    }

    [Fact]
    public void Compare_SizesBehindTheData_IsEquivalent()
    {
        // To a stream that cannot seek, sizes and checksums are written behind each member's data.
        var streamed = new OneWay();
        using (var archive = new ZipArchive(streamed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in new[] { ("a.txt", _text), ("b.txt", _other) })
            {
                var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = Zips.Day;
                entry.ExternalAttributes = 0;
                using var data = entry.Open();
                data.Write(content);
            }
        }

        var bytes = streamed.Written.ToArray();
        Compared.Explains(ComparisonVerdict.Equivalent, Two(), bytes, "zip.header");
        var descriptor = bytes.AsSpan().IndexOf("PK\u0007\u0008"u8);
        Refused(ArtifactFault.UnaccountedBytes, bytes.With(descriptor + 5, (byte)(bytes[descriptor + 5] ^ 1)), "does not end where the next begins");
    }

    [Fact]
    public void Compare_ModeDiffers_IsDifferentAndShowsBoth()
    {
        var archive = Two();
        var (_, central) = Zips.Headers(archive, "b.txt");
        var plain = archive.With(central + 5, 3).With32(central + 38, 0x81a4_0000);
        var setuid = archive.With(central + 5, 3).With32(central + 38, 0x89ed_0000);
        var difference = Assert.Single(Compared.Fails(ComparisonVerdict.Different, plain, setuid).Differences);
        Assert.Equal(new Difference("", DifferenceKind.Member, "b.txt", "its mode differs: 100644 against 104755"), difference);
    }

    [Fact]
    public void Compare_MemberChangedOrMissing_NamesIt()
    {
        var changed = Compared.Fails(
            ComparisonVerdict.Different, Two(), Zips.Of(("a.txt", _text), ("b.txt", "that was the question"u8.ToArray())));
        Assert.Equal(("b.txt", DifferenceKind.Bytes), changed.Differences.Select(d => (d.Member, d.Kind)).Single());
        var missing = Compared.Fails(ComparisonVerdict.Different, Two(), Zips.Of(("a.txt", _text)));
        Assert.Equal(new Difference("", DifferenceKind.Member, "b.txt", "only in A"), missing.Differences.Single());
    }

    [Fact]
    public void Compare_ArchiveWithinArchive_IsComparedInside()
    {
        var later = Zips.Of(Zips.Day.AddDays(1), CompressionLevel.Optimal, ("a.txt", _text), ("b.txt", _other));
        var result = Compared.Explains(
            ComparisonVerdict.Equivalent, Zips.Of(("in.zip", Two())), Zips.Of(("in.zip", later)), "zip.time");
        Assert.Equal("in.zip", result.Explanations[0].Member);
        var changed = Compared.Fails(ComparisonVerdict.Different, Zips.Of(("in.zip", Two())), Zips.Of(("in.zip", Zips.Of(("a.txt", _text), ("b.txt", _text)))));
        Assert.Equal("in.zip!/b.txt", changed.Differences.Single().Member);
    }

    [Fact]
    public void Compare_DataBeforeTheFirstMember_IsRefused() =>
        Refused(ArtifactFault.UnaccountedBytes, [.. "PK\u0003\u0004"u8, .. Two()], "central directory");

    [Fact]
    public void Compare_DataBehindTheEnd_IsRefused() => Refused(ArtifactFault.Truncated, [.. Two(), 0], "end record");

    [Fact]
    public void Compare_GapBetweenMembers_IsRefused()
    {
        var archive = Two();
        var (local, _) = Zips.Headers(archive, "b.txt");
        Refused(ArtifactFault.UnaccountedBytes, Insert(archive, local, [0]), "");
    }

    [Fact]
    public void Compare_TwoMembersOfOneName_IsRefused() =>
        Refused(ArtifactFault.DuplicateName, Zips.Of(("a.txt", _text), ("a.txt", _other)), "a.txt");

    [Theory]
    [InlineData(8, "disagree")]     // method
    [InlineData(14, "disagree")]    // CRC
    [InlineData(18, "disagree")]    // packed size
    [InlineData(22, "disagree")]    // size
    [InlineData(30, "disagree")]    // name
    public void Compare_HeadersDisagree_IsRefused(int field, string why)
    {
        var archive = Two();
        var (local, _) = Zips.Headers(archive, "b.txt");
        Refused(ArtifactFault.Contradiction, archive.With(local + field, (byte)(archive[local + field] ^ 1)), why);
    }

    [Fact]
    public void Compare_BothHeadersLieAboutTheChecksum_IsRefused()
    {
        var archive = Two();
        var (local, central) = Zips.Headers(archive, "b.txt");
        Refused(ArtifactFault.Contradiction, archive.With32(local + 14, 7).With32(central + 16, 7), "checksum");
    }

    [Fact]
    public void Compare_BytesBehindTheEndOfPackedData_IsRefused()
    {
        var archive = Zips.Of(("a.txt", _text));
        var (local, central) = Zips.Headers(archive, "a.txt");
        var packed = archive.U32(central + 20);
        var longer = Insert(archive, (int)(local + 30 + 5 + packed), [0x55]);
        Refused(ArtifactFault.UnaccountedBytes, longer.With32(local + 18, packed + 1).With32(central + 1 + 20, packed + 1), "behind the end of its packed data", archive);
    }

    [Fact]
    public void Compare_EncryptedMember_IsRefused()
    {
        var archive = Two();
        var (local, central) = Zips.Headers(archive, "b.txt");
        Refused(ArtifactFault.Unsupported, archive.With(local + 6, (byte)(archive[local + 6] | 1)).With(central + 8, (byte)(archive[central + 8] | 1)), "encrypted");
    }

    [Fact]
    public void Compare_UnpacksToMoreThanTheRatioAllows_IsRefused()
    {
        var bomb = Zips.Of(("zeros", new byte[8 << 20]));
        var result = Compared.Of(bomb, Two());
        Assert.Equal(ComparisonVerdict.Different, result.Verdict);   // the names already differ; nothing was unpacked
        Refused(ArtifactFault.LimitExceeded, bomb, "8388608", Zips.Of(("zeros", new byte[(8 << 20) + 1])));
    }

    [Fact]
    public void Compare_BeyondEachLimit_IsRefused()
    {
        var (a, b) = (Two(), Zips.Of(("a.txt", _text), ("b.txt", _text)));
        foreach (var limits in new[]
        {
            new CompareLimits { MaxFileBytes = 100 },
            new CompareLimits { MaxImageBytes = 100 },
            new CompareLimits { MaxMembers = 1 },
            new CompareLimits { MaxUnpackedBytes = 1000 },
        })
        {
            var result = Compared.Of(a, b, limits);
            Assert.Equal(ComparisonVerdict.NotComparable, result.Verdict);
            Assert.All(result.Differences, d => Assert.Equal((DifferenceKind.Refusal, "limit-exceeded"), (d.Kind, d.Name)));
        }

        var nested = Compared.Of(Zips.Of(("in.zip", a)), Zips.Of(("in.zip", b)), new CompareLimits { MaxDepth = 1 });
        Assert.Equal(ComparisonVerdict.NotComparable, nested.Verdict);
    }

    private sealed class OneWay : Stream
    {
        public MemoryStream Written { get; } = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Written.Write(buffer, offset, count);
    }

    /// <summary>The archive is refused for this fault, whichever side it is on.</summary>
    private static void Refused(ArtifactFault fault, byte[] archive, string why, byte[]? other = null)
    {
        var result = Compared.Fails(ComparisonVerdict.NotComparable, archive, other ?? Two());
        var difference = Assert.Single(result.Differences, d => d.What.StartsWith('A'));
        Assert.Equal((DifferenceKind.Refusal, fault.ToWord()), (difference.Kind, difference.Name));
        Assert.Contains(why, difference.What, StringComparison.Ordinal);
    }

    /// <summary>An archive of one member, with an extra field in both headers.</summary>
    private static byte[] WithExtra(byte[] extra)
    {
        var archive = Zips.Of(("a.txt", _text));
        var (_, central) = Zips.Headers(archive, "a.txt");
        archive = Insert(archive, central + 46 + 5, extra);
        archive[central + 30] = (byte)extra.Length;
        var end = archive.Length - 22;
        archive = archive.With32(end + 12, archive.U32(end + 12) + (uint)extra.Length);
        archive = Insert(archive, 30 + 5, extra);
        archive[28] = (byte)extra.Length;
        return archive;
    }

    /// <summary>
    /// Puts bytes in, and corrects where the end record says the central directory is, and later members' offsets.
    /// </summary>
    private static byte[] Insert(byte[] archive, int at, byte[] bytes)
    {
        byte[] longer = [.. archive[..at], .. bytes, .. archive[at..]];
        var end = longer.Length - 22;
        var directory = archive.U32(archive.Length - 22 + 16);
        if (at > directory)
        {
            return longer;
        }

        longer = longer.With32(end + 16, directory + (uint)bytes.Length);
        for (var central = (int)directory + bytes.Length; central < end; central += 46 + longer[central + 28] + longer[central + 30])
        {
            if (longer.U32(central + 42) >= at)
            {
                longer = longer.With32(central + 42, longer.U32(central + 42) + (uint)bytes.Length);
            }
        }

        return longer;
    }
}
