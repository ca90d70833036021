namespace Vitrine.Artifacts.Tests;

public sealed class ElfTests
{
    private static byte[] Elf(string name) => Vectors.Read("elf/" + name);

    [Theory]
    [InlineData("program", "program-other-id", "elf.build-id")]
    [InlineData("program", "program-other-comment", "elf.comment elf.layout")]
    [InlineData("program", "program-no-comment", "elf.comment elf.layout")]
    [InlineData("program", "program-debuglink", "elf.debuglink elf.layout")]
    [InlineData("program-debuglink", "program-other-debuglink", "elf.debuglink elf.layout")]
    [InlineData("program-debuglink", "program-other-comment", "elf.comment elf.debuglink elf.layout")]
    [InlineData("program-32", "program-32-other-comment", "elf.comment elf.layout")]
    [InlineData("object.o", "object-other-comment.o", "elf.comment elf.layout")]
    public void Compare_OnlyTracesOfTheBuildDiffer_IsEquivalentByExactlyThese(string a, string b, string normalisers)
    {
        Compared.Explains(ComparisonVerdict.Equivalent, Elf(a), Elf(b), normalisers.Split(' '));
    }

    [Fact]
    public void Compare_OneConstantChanged_NamesTheFunctionAndTheSection()
    {
        var result = Compared.Fails(ComparisonVerdict.Different, Elf("program"), Elf("program-other-constant"));
        Assert.Equal(
            [(DifferenceKind.Section, ".text"), (DifferenceKind.Function, "limit")],
            result.Differences.Select(d => (d.Kind, d.Name)));
        Assert.Equal(["elf.build-id"], result.Explanations.Select(e => e.Normaliser));
    }

    [Fact]
    public void Compare_OnlyDebugLinesDiffer_NamesSectionsThatAreNotLoaded()
    {
        var result = Compared.Fails(ComparisonVerdict.Different, Elf("program-debug"), Elf("program-debug-other-lines"));
        Assert.All(result.Differences, d => Assert.StartsWith(".debug_", d.Name, StringComparison.Ordinal));
        Assert.All(result.Differences, d => Assert.EndsWith(", not loaded", d.What, StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_MostSignificantByteFirst_IsReadLikewise()
    {
        var a = BigEndian("GCC: one\0"u8);
        Compared.Explains(ComparisonVerdict.Equivalent, a, BigEndian("GCC: another, longer\0"u8), "elf.comment", "elf.layout");
        var difference = Assert.Single(Compared.Fails(ComparisonVerdict.Different, a, a.With(64, 9)).Differences);
        Assert.Equal(".text", difference.Name);
    }

    [Fact]
    public void Compare_CommentIsNoText_IsDifferent()
    {
        Compared.Fails(ComparisonVerdict.Different, BigEndian("GCC: one\0"u8), BigEndian([1, 2, 3, 4, 5, 6, 7, 8, 0]));
    }

    [Fact]
    public void Compare_BytesBetweenSections_IsDifferent()
    {
        var program = Elf("program");
        var image = ElfImage.Parse(program);
        var names = image.Sections[image.NamesIndex];
        Assert.InRange(image.SectionTableOffset - names.End, 1, 8);
        var difference = Assert.Single(
            Compared.Fails(ComparisonVerdict.Different, program, program.With(names.End, 1)).Differences);
        Assert.Equal("section table, or between sections", difference.Name);
        Compared.Fails(ComparisonVerdict.Different, program, [.. program, 0]);
    }

    /// <summary>
    /// An object file of 64 bits, most significant byte first: 8 bytes of code, a comment, the names, the section table.
    /// </summary>
    private static byte[] BigEndian(ReadOnlySpan<byte> comment)
    {
        var names = "\0.text\0.comment\0.shstrtab\0"u8;
        byte[] body = [0, 1, 2, 3, 4, 5, 6, 7, .. comment, .. names];
        body = [.. body, .. new byte[-body.Length & 7]];
        byte[] header =
        [
            0x7f, .. "ELF"u8, 2, 2, 1, .. new byte[9], 0, 1, 0, 21, 0, 0, 0, 1, .. new byte[16], .. Wide(64 + body.Length), 0, 0, 0, 0,
            0, 64, 0, 0, 0, 0, 0, 64, 0, 4, 0, 3,
        ];
        return
        [
            .. header, .. body, .. new byte[64], .. Section(1, 1, 6, 64, 8), .. Section(7, 1, 0x30, 72, comment.Length),
            .. Section(16, 3, 0, 72 + comment.Length, names.Length),
        ];
    }

    private static byte[] Section(byte name, byte type, byte flags, int offset, int size) =>
        [0, 0, 0, name, 0, 0, 0, type, .. Wide(flags), .. Wide(0), .. Wide(offset), .. Wide(size), .. new byte[8], .. Wide(1), .. Wide(0)];

    private static byte[] Wide(long value)
    {
        var bytes = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
